package io.andon.routes.plant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.source.real.RunningAndon;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plant's own columns, keys and times, from its tables to what a browser gets. */
class PassThroughTest {
    private static final String URL = "jdbc:h2:mem:passthrough";

    private static final String TABLES =
            """
            CREATE TABLE lot (
              id CHAR(16), pieces INT, area VARCHAR(20), pkg VARCHAR(20), held INT, running INT,
              why VARCHAR(40), customer VARCHAR(20), ratio DECIMAL(9, 4), big BIGINT, hot BOOLEAN,
              moved TIMESTAMP, shipped DATE, zoned TIMESTAMP WITH TIME ZONE, seen TIMESTAMP);
            INSERT INTO lot VALUES
              ('L1', 10, 'ETCH', 'QFN', 1, 0, '等待, "客戶"', 'ACME', 0.1250, 9007199254740991, TRUE,
               TIMESTAMP '2026-03-29 01:30:00', DATE '2026-07-01',
               TIMESTAMP WITH TIME ZONE '2026-03-29 03:30:00+09:00', TIMESTAMP '2026-03-29 04:00:00'),
              ('L2', 20, 'ETCH', 'BGA', 0, 1, NULL, 'Müller & Söhne, 台北', -2.5, -1, FALSE,
               TIMESTAMP '2026-03-29 03:30:00', NULL, NULL, TIMESTAMP '2026-03-29 03:59:59'),
              ('L3', 30, 'LITHO', 'QFN', 1, 0, 'Split', NULL, NULL, NULL, NULL,
               TIMESTAMP '2026-01-15 12:00:00', NULL, NULL, NULL);
            CREATE TABLE tool (id CHAR(16), label VARCHAR(20), area VARCHAR(20), weight DOUBLE);
            INSERT INTO tool VALUES ('M1', 'Ätzer 一', 'ETCH', 1.5), ('M2', 'Stepper', 'LITHO', NULL);
            CREATE TABLE live (tool VARCHAR(20), code CHAR(8), lot CHAR(16), pieces INT);
            INSERT INTO live VALUES ('M1', 'RUN', 'L2', 20), ('  M2', 'DOWN', NULL, NULL)
            """;

    private static final String PLANT =
            """
            title: Pass-through
            timeZone: Europe/Berlin
            source: {url: "jdbc:h2:mem:passthrough", user: sa}
            tables:
              lots: {period: 1h, filters: [customer, hot]}
              resources: {period: 1h}
              resource_status: {period: 1h}
            states: {PRD: [RUN], UDT: [DOWN]}
            holdTypes: {nonQuality: [Split]}
            """;

    private static final String LOTS =
            """
            SELECT id AS lot_id, pieces AS qty, area AS workcenter, pkg AS package,
                   held AS hold_count, running AS equipment_count, why AS hold_reason,
                   moved AS moved_in_at, seen AS snapshot_at,
                   customer, ratio, big, hot, shipped AS ship_date, zoned AS zoned_at
            FROM lot
            """;

    private static Optional<Connection> database = Optional.empty();
    private static Optional<RunningAndon> running = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Connection owner = DriverManager.getConnection(URL, "sa", "");
        database = Optional.of(owner);
        try (var statement = owner.createStatement()) {
            statement.execute(TABLES);
        }
        Path plant =
                PlantFolder.create(folder.resolve("passthrough"))
                        .yaml(PLANT)
                        .sql("lots", LOTS)
                        .sql(
                                "resources",
                                "SELECT id AS resource_id, label AS name, area AS workcenter, weight FROM tool")
                        .sql(
                                "resource_status",
                                "SELECT tool AS resource_id, code AS state, lot AS lot_id, pieces AS qty FROM live")
                        .folder();
        Map<String, String> password = Map.of("andon.db.password", "");
        running =
                Optional.of(
                        RunningAndon.start(plant.toString(), folder.resolve("state"), password));
        andon().awaitUp();
    }

    @AfterAll
    static void stop() throws Exception {
        running.ifPresent(RunningAndon::close);
        if (database.isPresent()) database.get().close();
    }

    @Test
    void ownColumnsStandInTheLotsExtraWithTheirTypes() {
        JsonNode extra = lot("L1").get("extra");

        assertThat(extra.toString())
                .isEqualTo(
                        """
                        {"customer":"ACME","ratio":0.125,"big":9007199254740991,"hot":true,\
                        "shipDate":"2026-06-30T22:00:00Z","zonedAt":"2026-03-28T18:30:00Z"}\
                        """);
        assertThat(lot("L2").get("extra").toString())
                .isEqualTo(
                        """
                        {"customer":"Müller & Söhne, 台北","ratio":-2.5,"big":-1,"hot":false,\
                        "shipDate":null,"zonedAt":null}\
                        """);
        assertThat(StreamSupport.stream(lot("L3").get("extra").spliterator(), false))
                .hasSize(6)
                .allMatch(JsonNode::isNull);
    }

    /** The list is the canon's; what is the plant's own would make rows of unknown width. */
    @Test
    void theListHasTheCanonicalColumnsOnly() {
        JsonNode row = andon().data("/api/wip/lots").at("/rows/0");

        assertThat(row.fieldNames())
                .toIterable()
                .contains("lotId", "holdReason", "equipment")
                .doesNotContain(
                        "customer",
                        "ratio",
                        "big",
                        "hot",
                        "shipDate",
                        "zonedAt",
                        "extra",
                        "holdCount",
                        "snapshotAt");
    }

    @Test
    void ownFiltersWorkOnEveryQuestionAboutLots() {
        String customer = "?customer=" + encoded("Müller & Söhne, 台北");
        assertThat(andon().data("/api/wip/overview/summary" + customer).get("qty").asInt())
                .isEqualTo(20);
        assertThat(andon().data("/api/wip/overview/matrix" + customer).get("cells").toString())
                .isEqualTo("[[0,0,1,20,0]]");
        assertThat(andon().data("/api/wip/overview/hold" + customer).get("reasons")).isEmpty();
        assertThat(andon().data("/api/wip/lots" + customer).at("/rows/0/lotId").asText())
                .isEqualTo("L2");

        assertThat(qty("customer=ACME&customer=")).isEqualTo(40);
        assertThat(qty("customer=")).isEqualTo(30);
        assertThat(qty("customer=ACME*")).isZero();
        assertThat(qty("hot=true")).isEqualTo(10);
        assertThat(qty("hot=")).isEqualTo(30);
        assertThat(
                        andon().data("/api/wip/overview/hold?customer=ACME")
                                .at("/reasons/0/reason")
                                .asText())
                .isEqualTo("等待, \"客戶\"");
    }

    @Test
    void whatThePlantDoesNotListIsNoFilter() {
        assertThat(andon().ask("/api/wip/overview/summary?ratio=0.125").status()).isEqualTo(400);
        assertThat(andon().data("/api/plant").at("/filters/lots").toString())
                .contains("\"customer\",\"hot\"")
                .doesNotContain("ratio");
    }

    @Test
    void ownColumnsSortTheList() {
        List<String> ids =
                andon().rows("/api/wip/lots?sort=-ratio").stream()
                        .map(row -> row.get("lotId").asText())
                        .toList();

        assertThat(ids).containsExactly("L1", "L2", "L3");
    }

    /** Berlin: UTC+1 until 02:00 on 29 March 2026, then UTC+2. */
    @Test
    void timesWithoutAZoneAreThePlantsOnBothSidesOfTheClockChange() {
        assertThat(lot("L1").get("movedInAt").asText()).isEqualTo("2026-03-29T00:30:00Z");
        assertThat(lot("L2").get("movedInAt").asText()).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(lot("L3").get("movedInAt").asText()).isEqualTo("2026-01-15T11:00:00Z");
    }

    @Test
    void theNewestSnapshotTimeIsTheVersionsTime() {
        var reply = andon().ask("/api/wip/overview/summary");

        assertThat(reply.body().at("/meta/asOf").asText()).isEqualTo("2026-03-29T02:00:00Z");
        assertThat(lot("L1").get("ageDays").asDouble()).isEqualTo(1.5 / 24);
        assertThat(lot("L2").get("ageDays").asDouble()).isEqualTo(0.5 / 24);
    }

    @Test
    void statusAndHoldTypeComeFromCountsAndThePlantsList() {
        assertThat(lot("L1").get("status").asText()).isEqualTo("HOLD");
        assertThat(lot("L1").get("holdType").asText()).isEqualTo("quality");
        assertThat(lot("L2").get("status").asText()).isEqualTo("RUN");
        assertThat(lot("L2").get("holdType").isNull()).isTrue();
        assertThat(lot("L3").get("holdType").asText()).isEqualTo("nonQuality");
    }

    /** CHAR(16) pads with blanks; the other side of the join does not, or does otherwise. */
    @Test
    void paddedKeysMeetOnBothSidesOfEveryJoin() {
        JsonNode machine = andon().data("/api/resource/machine/M1");
        assertThat(machine.get("name").asText()).isEqualTo("Ätzer 一");
        assertThat(machine.get("state").asText()).isEqualTo("PRD");
        assertThat(machine.at("/extra/weight").asDouble()).isEqualTo(1.5);
        assertThat(machine.get("lotsOnMachine")).hasSize(1);
        assertThat(machine.at("/lotsOnMachine/0/lotId").asText()).isEqualTo("L2");
        assertThat(machine.at("/lotsOnMachine/0/package").asText()).isEqualTo("BGA");
        assertThat(lot("L2").at("/equipment/0/resourceId").asText()).isEqualTo("M1");
        assertThat(andon().data("/api/resource/machine/M2").get("state").asText()).isEqualTo("UDT");
        assertThat(andon().data("/api/wip/lots?lotId=L1").get("total").asInt()).isEqualTo(1);
    }

    private static JsonNode lot(String id) {
        return andon().data("/api/wip/lot/" + id);
    }

    private static int qty(String filter) {
        return andon().data("/api/wip/overview/summary?" + filter).get("qty").asInt();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static RunningAndon andon() {
        return running.orElseThrow();
    }
}
