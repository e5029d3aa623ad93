package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lot's history and the utilisation trend, from a real PostgreSQL. */
final class HistoryTest {
    @TempDir private static Path folder;
    private static Postgres server;
    private static HistoryPlant plant;

    @BeforeAll
    static void start() throws Exception {
        server = Postgres.start(folder.resolve("database"));
        HistoryPlant.fill(server);
        plant =
                HistoryPlant.start(
                        server,
                        folder,
                        Map.of(
                                "andon.history.fresh-for", "1h",
                                "andon.history.lot-rows-max", "5",
                                "andon.history.keep-for", "2h"));
    }

    @AfterAll
    static void stop() throws Exception {
        plant.close();
        server.close();
    }

    @Test
    void partialTrackOutsAreOneStepAndTimesWithoutAZoneAreThePlants() {
        JsonNode data = plant.history("L1").data();

        assertThat(data.path("lotId").asText()).isEqualTo("L1");
        assertThat(data.path("truncated").asBoolean()).isFalse();
        assertThat(data.path("steps").toString())
                .isEqualTo(
                        """
                        [{"spec":"Saw","station":"SAW","equipment":"M1","movedInAt":"2026-11-01T00:00:00Z",\
                        "trackedInAt":"2026-11-01T01:00:00Z","trackedOutAt":"2026-11-01T04:00:00Z",\
                        "movedOutAt":"2026-11-01T04:00:00Z","qtyIn":100,"qtyOut":98,"trackOuts":2},\
                        {"spec":"Gate","station":"SAW","equipment":null,"movedInAt":"2026-11-01T04:00:00Z",\
                        "trackedInAt":null,"trackedOutAt":null,"movedOutAt":"2026-11-01T05:00:00Z",\
                        "qtyIn":98,"qtyOut":98,"trackOuts":0}]\
                        """);
    }

    @Test
    void aLotThatOnlyTheHistoryKnowsIsAnswered() {
        Reply reply = plant.history("GONE");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.data().path("steps")).hasSize(1);
        assertThat(reply.versions()).isEmpty();
    }

    @Test
    void aLotWithoutHistoryHasNoStepsWhenTheLotsKnowItAndIsNotFoundOtherwise() {
        Reply known = plant.history("L2");
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.data().path("steps")).isEmpty();
        assertThat(known.versions()).containsOnlyKeys("lots");

        Reply unknown = plant.history("L3");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' OR '1'='1",
                "L1'--",
                "'; DROP TABLE mes.step; --",
                ":?lotId",
                "L1' UNION SELECT * FROM mes.lot --",
                "%",
                "L_",
                "\\'; SELECT 1",
                "$1"
            })
    void whatLooksLikeSqlIsALotId(String id) throws SQLException {
        String path = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(plant.history(path).code()).as(id).isEqualTo("NOT_FOUND");

        String quoted = "'H" + id.replace("'", "''") + "'";
        server.execute("INSERT INTO mes.step (lot_id, spec) VALUES (%s, 'X')".formatted(quoted));
        Reply named = plant.history("H" + path);
        assertThat(named.data().path("lotId").asText()).isEqualTo("H" + id);
        assertThat(named.data().path("steps")).hasSize(1);
    }

    @Test
    void aHeaderNamedAsTheParameterChangesNothing() {
        Reply plain = plant.history("L1");
        Reply with =
                plant.andon.http.get(
                        "/api/wip/lot/L1/history",
                        "lotId",
                        "GONE",
                        "CamelJdbcParameters",
                        "x",
                        "CamelCaffeineKey",
                        "lot_history:GONE");
        assertThat(with.dataText()).isEqualTo(plain.dataText());
    }

    @Test
    void moreRowsThanTheLimitAreCutAtAWholeStepAndSaid() throws SQLException {
        server.execute(
                """
                INSERT INTO mes.step (lot_id, spec, equipment, moved_in, tracked_in, tracked_out, qty_in, qty_out)
                SELECT 'LONG', 'S' || n / 2, 'M', timestamp '2026-01-01' + n / 2 * interval '1 hour',
                  timestamptz '2026-01-01' + n / 2 * interval '1 hour',
                  timestamptz '2026-01-01' + n * interval '30 minutes', 10, 5
                FROM generate_series(0, 7) AS n\
                """);

        JsonNode data = plant.history("LONG").data();
        assertThat(data.path("truncated").asBoolean()).isTrue();
        assertThat(data.path("steps")).hasSize(2);
        assertThat(data.at("/steps/0/spec").asText()).isEqualTo("S2");
        assertThat(data.at("/steps/1/spec").asText()).isEqualTo("S3");
        assertThat(data.at("/steps/0/qtyOut").asInt()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?days=1",
                "?days=30",
                "?days=90",
                "?days=30&workcenter=ETCH",
                "?workcenter=ETCH&workcenter=LITHO",
                "?workcenter=",
                "?workcenter=nobody"
            })
    void theTrendIsTheRatioOfTheSumsThatSqlGives(String query) throws SQLException {
        Reply reply = plant.andon.http.get("/api/dashboard/ou-trend" + query);
        assertThat(reply.status()).isEqualTo(200);
        int days = query.contains("days=") ? Integer.parseInt(query.replaceAll("\\D", "")) : 7;
        LocalDate until = shiftDay();
        JsonNode data = reply.data();
        assertThat(data.path("from").asText()).isEqualTo(until.minusDays(days).toString());
        assertThat(data.path("to").asText()).isEqualTo(until.minusDays(1).toString());
        assertThat(data.path("days")).hasSize(days);
        String wanted = wanted(query);
        for (int i = 0; i < days; i++) {
            JsonNode day = data.path("days").get(i);
            String date = until.minusDays(days - i).toString();
            assertThat(day.path("shiftDate").asText()).isEqualTo(date);
            assertSums(day, "shift_date = '%s' AND %s".formatted(date, wanted));
        }
        assertSums(
                data.path("total"),
                "shift_date >= '%s' AND shift_date < '%s' AND %s"
                        .formatted(until.minusDays(days), until, wanted));
    }

    private static void assertSums(JsonNode found, String where) throws SQLException {
        String from = " FROM mes.hours WHERE " + where;
        assertThat(found.path("ou").asDouble())
                .isCloseTo(
                        number(
                                """
                                SELECT COALESCE(SUM(hours) FILTER (WHERE state = 'RUN') / NULLIF(SUM(hours)
                                  FILTER (WHERE state IN ('RUN', 'IDLE', 'DOWN', 'PM')), 0), 0)\
                                """
                                        + from),
                        within(1e-12));
        assertThat(found.at("/hours/NST").asDouble())
                .isCloseTo(
                        number(
                                "SELECT COALESCE(SUM(hours) FILTER (WHERE state = 'OFF'), 0)"
                                        + from),
                        within(1e-9));
        assertThat(found.at("/hours/OTHER").asDouble())
                .isCloseTo(
                        number(
                                "SELECT COALESCE(SUM(hours) FILTER (WHERE state = 'ODD' OR state IS NULL), 0)"
                                        + from),
                        within(1e-9));
    }

    private static String wanted(String query) {
        if (query.equals("?workcenter=")) return "workcenter IS NULL";
        if (query.contains("LITHO")) return "workcenter IN ('ETCH', 'LITHO')";
        if (query.contains("ETCH")) return "workcenter = 'ETCH'";
        return query.contains("nobody") ? "FALSE" : "TRUE";
    }

    private static double number(String sql) throws SQLException {
        return Double.parseDouble(server.texts(sql).getFirst());
    }

    /** Before 07:30 in Taipei it is still the day before. */
    private static LocalDate shiftDay() {
        var now = ZonedDateTime.now(ZoneId.of("Asia/Taipei"));
        boolean early = now.getHour() < 7 || (now.getHour() == 7 && now.getMinute() < 30);
        return early ? now.toLocalDate().minusDays(1) : now.toLocalDate();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "days=0",
                "days=91",
                "days=-1",
                "days=x",
                "days=",
                "days=7&days=7",
                "day=7",
                "workcenters=ETCH",
                "days=7.0"
            })
    void aParameterThatIsNotMeantIsRefused(String query) {
        Reply reply = plant.andon.http.get("/api/dashboard/ou-trend?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void aFreshAnswerIsGivenAgainWithoutAConnection() {
        plant.history("L1");
        plant.andon.http.get("/api/dashboard/ou-trend");
        double before = acquired();
        for (int i = 0; i < 5; i++) {
            Reply reply = plant.history("L1");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.degraded()).isEmpty();
            assertThat(reply.header("age")).isPresent();
            plant.andon.http.get("/api/dashboard/ou-trend?workcenter=ETCH");
        }
        assertThat(acquired()).isEqualTo(before);
        assertThat(before).isPositive();
    }

    private static double acquired() {
        return plant.andon.metric("hikaricp_connections_acquire_seconds_count", "pool=\"query\"");
    }

    @Test
    void noAnswerSaysAnythingOfTheDatabase() {
        for (String path :
                List.of(
                        "/api/wip/lot/L1/history",
                        "/api/wip/lot/none/history",
                        "/api/dashboard/ou-trend",
                        "/api/dashboard/ou-trend?days=0")) {
            Secrets.assertNone(plant.andon.http.get(path));
        }
    }

    @Test
    void thePlantSaysWhatItOffers() {
        assertThat(plant.andon.http.get("/api/plant").data().path("sourceQueries").toString())
                .isEqualTo("[\"lot_history\",\"ou_trend\"]");
    }
}
