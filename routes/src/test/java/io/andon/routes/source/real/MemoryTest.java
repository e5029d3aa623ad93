package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.plant.PlantFolder;
import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that outgrows the heap that Andon is shipped with: refused in time, never the end. */
final class MemoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final String REFRESH = "/admin/api/caches/lots/refresh";
    private static final int LOTS = 40_000;
    private static final int WIDE = 2_000;

    /** No gate but that of the memory looks at how many rows there are. */
    private static final String PLANT =
            """
            title: Memory
            timeZone: Europe/Berlin
            tables:
              lots: {period: 1h, readDeadline: 60s, gates: {dropMax: 100%, jumpMax: 100}}
            """;

    @TempDir private Path folder;
    private Postgres server;
    private ForkedAndon andon;

    @BeforeEach
    void start() throws SQLException, IOException {
        server = Postgres.start(folder.resolve("database"));
        server.execute(
                """
                CREATE SCHEMA mes;
                CREATE TABLE mes.lot (lot_id text, qty int, workcenter text, package text,
                  product text, workorder text, note text);
                GRANT USAGE ON SCHEMA mes TO PUBLIC;
                GRANT SELECT ON ALL TABLES IN SCHEMA mes TO PUBLIC
                """);
        grow(1, LOTS);
        Path plant =
                PlantFolder.create(folder.resolve("memory"))
                        .yaml(PLANT)
                        .sql("lots", "SELECT * FROM mes.lot ORDER BY qty")
                        .folder();
        andon =
                ForkedAndon.shipped(
                        plant,
                        folder.resolve("state"),
                        Map.of(
                                "andon.db.url",
                                server.url(),
                                "andon.db.user",
                                Postgres.READER,
                                "andon.db.password",
                                Postgres.PASSWORD));
        await().atMost(PATIENCE).until(() -> andon.http.get(SUMMARY).status() == 200);
    }

    @AfterEach
    void stop() throws IOException {
        andon.close();
        server.close();
    }

    @Test
    void aTableThatGrowsTwentyfoldIsRefusedBeforeTheHeapIsFullAndComesBackOnceItFits()
            throws Exception {
        var grown = new AtomicBoolean();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Integer>> reader = () -> statuses(grown);
            List<Future<List<Integer>>> reading =
                    List.of(readers.submit(reader), readers.submit(reader));
            int shown = LOTS;
            int before = 1;
            for (int times : List.of(2, 4, 6, 7, 8, 9, 14, 20)) {
                grow(LOTS * before + 1, LOTS * times);
                before = times;
                refresh();
                Reply reply = andon.http.get(SUMMARY);
                if (reply.degraded().isEmpty()) shown = LOTS * times;
                assertThat(reply.data().get("lots").asInt()).isEqualTo(shown);
            }
            grown.set(true);
            assertThat(shown).as("what fits is shown").isGreaterThan(LOTS);
            for (Future<List<Integer>> each : reading)
                assertThat(each.get()).isNotEmpty().containsOnly(200);
        }
        Reply last = andon.http.get(SUMMARY);
        assertThat(last.degraded()).containsExactly("SOURCE_TOO_LARGE");
        refresh();
        refresh();
        Reply kept = andon.http.get(SUMMARY);
        assertThat(kept.dataText()).isEqualTo(last.dataText());
        assertThat(kept.versions()).isEqualTo(last.versions());
        JsonNode refused = andon.http.get("/health/deep").json().at("/tables/0/refused");
        assertThat(refused.path("rows").asInt()).isBetween(LOTS, 20 * LOTS - 1);

        server.execute("DELETE FROM mes.lot WHERE qty > " + LOTS);
        refresh();
        assertRecovered();
    }

    /** 200 MB on the way, which no heap of 192 MB holds at once, and little to keep of it. */
    @Test
    void rowsWiderThanAnyoneExpectedComeFewAtATime() throws Exception {
        server.execute("UPDATE mes.lot SET note = 'common'");
        server.execute("UPDATE mes.lot SET note = repeat('n', 100000) WHERE qty <= " + WIDE);
        refresh();
        assertRecovered();
        assertThat(andon.http.get("/api/wip/lot/LOT1").data().at("/extra/note").asText())
                .hasSize(100_000);
    }

    /** Beside so many other texts a column keeps every row's own, however often it repeats. */
    @Test
    void repeatedWideTextsCountAsOftenAsTheyWillBeHeld() throws Exception {
        server.execute("UPDATE mes.lot SET note = repeat('n', 100000) WHERE qty <= " + WIDE);
        refresh();
        Reply refused = andon.http.get(SUMMARY);
        assertThat(refused.degraded()).containsExactly("SOURCE_TOO_LARGE");
        assertThat(refused.data().get("lots").asInt()).isEqualTo(LOTS);
        server.execute("UPDATE mes.lot SET note = 'short' WHERE qty <= " + WIDE);
        refresh();
        assertRecovered();
    }

    private void assertRecovered() throws IOException {
        Reply recovered = andon.http.get(SUMMARY);
        assertThat(recovered.degraded()).isEmpty();
        assertThat(recovered.data().get("lots").asInt()).isEqualTo(LOTS);
        assertThat(andon.isAlive()).isTrue();
        assertThat(Files.readString(folder.resolve("state/andon.log")))
                .doesNotContain("OutOfMemoryError");
    }

    /** Lots of these numbers, each with a text of its own. */
    private void grow(int from, int to) throws SQLException {
        server.execute(
                """
                INSERT INTO mes.lot SELECT 'LOT' || i, i, 'WC' || i %% 30, 'PKG' || i %% 12,
                  'PRD' || i %% 400, 'WO' || i / 25, 'remark ' || md5(i::text)
                FROM generate_series(%d, %d) i
                """
                        .formatted(from, to));
    }

    /** Reads the table, to the end of the read. */
    private void refresh() throws IOException {
        String token = Files.readString(folder.resolve("state/admin-token")).strip();
        var bearer = new String[] {"Authorization", "Bearer " + token};
        long before = attempts();
        await().atMost(PATIENCE)
                .until(() -> andon.http.send("POST", REFRESH, bearer).status() != 429);
        await().atMost(PATIENCE).until(() -> attempts() > before);
    }

    private long attempts() {
        return (long)
                andon.http
                        .get("/observe/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("andon_refresh_total{"))
                        .mapToDouble(
                                line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum();
    }

    /** What readers get until the growth has ended. */
    private List<Integer> statuses(AtomicBoolean ended) {
        var statuses = new ArrayList<Integer>();
        while (!ended.get()) statuses.add(andon.http.get(SUMMARY).status());
        return statuses;
    }
}
