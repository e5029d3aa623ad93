package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Logged;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refresh that fails keeps the last good figures, says why, and recovers with its cause. */
final class RefusedRefreshTest {
    private static final List<String> SCREENS =
            List.of(
                    "/api/wip/overview/summary",
                    "/api/wip/overview/matrix",
                    "/api/wip/overview/hold",
                    "/api/wip/lots?pageSize=500&sort=-ageDays",
                    "/api/wip/lot/D,4",
                    "/api/dashboard/kpi",
                    "/api/dashboard/workcenter-cards",
                    "/api/resource/status");

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    /** What is done to the source, the code that follows, and what takes it back. */
    record Fault(String code, String table, String cause, String cure) {
        @Override
        public String toString() {
            return code + " after " + cause;
        }
    }

    private static final String RESTORE =
            "DELETE FROM MES_LOT; INSERT INTO MES_LOT SELECT * FROM MES_LOT_KEPT;"
                    + " DROP TABLE MES_LOT_KEPT";

    /** Deletes some lots, and keeps all in a table beside. */
    private static String keeping(String condition) {
        return "CREATE TABLE MES_LOT_KEPT AS SELECT * FROM MES_LOT; DELETE FROM MES_LOT WHERE "
                + condition;
    }

    @BeforeAll
    static void start() {
        plant = new SeededPlant(19);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(
                        "SOURCE_SCHEMA_DRIFT",
                        "lots",
                        "ALTER TABLE MES_LOT ALTER COLUMN QTY VARCHAR(40)",
                        "ALTER TABLE MES_LOT ALTER COLUMN QTY BIGINT"),
                new Fault(
                        "DB_QUERY_ERROR",
                        "lots",
                        "ALTER TABLE MES_LOT ALTER COLUMN PKG RENAME TO PACKAGE_NAME",
                        "ALTER TABLE MES_LOT ALTER COLUMN PACKAGE_NAME RENAME TO PKG"),
                new Fault(
                        "DB_QUERY_ERROR",
                        "lots",
                        "ALTER TABLE MES_LOT RENAME TO MES_LOT_OLD",
                        "ALTER TABLE MES_LOT_OLD RENAME TO MES_LOT"),
                new Fault(
                        "SOURCE_SCHEMA_DRIFT",
                        "lots",
                        "ALTER TABLE MES_LOT ALTER COLUMN WORK_ORDER BIGINT USING 1",
                        "ALTER TABLE MES_LOT ALTER COLUMN WORK_ORDER VARCHAR(40)"),
                new Fault("SOURCE_SUSPECT_EMPTY", "lots", keeping("TRUE"), RESTORE),
                new Fault("SOURCE_SUSPECT_DROP", "lots", keeping("QTY > 500"), RESTORE),
                new Fault(
                        "SOURCE_SUSPECT_DROP",
                        "lots",
                        "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY)"
                                + " SELECT 'MANY' || X, 'MANY', 1 FROM SYSTEM_RANGE(1, 4000)",
                        "DELETE FROM MES_LOT WHERE WORK_ORDER = 'MANY'"),
                new Fault(
                        "SOURCE_DUPLICATE_KEY",
                        "lots",
                        "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY) VALUES ('D,4', 'TWICE', 1)",
                        "DELETE FROM MES_LOT WHERE WORK_ORDER = 'TWICE'"),
                new Fault(
                        "SOURCE_NULL_KEY",
                        "lots",
                        "INSERT INTO MES_LOT (WORK_ORDER, QTY) VALUES ('NULL', 1)",
                        "DELETE FROM MES_LOT WHERE WORK_ORDER = 'NULL'"),
                new Fault(
                        "SOURCE_DUPLICATE_KEY",
                        "resources",
                        "INSERT INTO MES_MACHINE (ID, NAME, FAMILY) VALUES ('EQ/03', 'Twice', 'T')",
                        "DELETE FROM MES_MACHINE WHERE FAMILY = 'T'"),
                new Fault(
                        "DB_QUERY_ERROR",
                        "resource_status",
                        "ALTER TABLE MES_STATUS RENAME TO MES_STATUS_OLD",
                        "ALTER TABLE MES_STATUS_OLD RENAME TO MES_STATUS"),
                new Fault(
                        "SOURCE_NULL_KEY",
                        "resource_status",
                        "INSERT INTO MES_STATUS (STATE) VALUES ('RUN')",
                        "DELETE FROM MES_STATUS WHERE ID IS NULL"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLastGoodFiguresStayWithTheReasonUntilTheCauseIsGone(Fault fault) {
        List<Reply> good = screens();
        assertThat(good).allSatisfy(reply -> assertThat(reply.degraded()).isEmpty());
        plant.run(fault.cause());
        try {
            andon.refresh(fault.table());
            List<Reply> kept = screens();
            for (int i = 0; i < kept.size(); i++) assertKept(good.get(i), kept.get(i), fault);
            assertAlive(fault);
        } finally {
            plant.run(fault.cure());
        }
        andon.refresh(fault.table());
        for (int i = 0; i < good.size(); i++) {
            Reply mended = andon.http.get(SCREENS.get(i));
            assertThat(mended.degraded()).isEmpty();
            good.get(i)
                    .versions()
                    .computeIfPresent(
                            fault.table(),
                            (table, version) -> {
                                assertThat(mended.versions().get(table)).isGreaterThan(version);
                                return version;
                            });
        }
        assertThat(andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
    }

    @Test
    void aRefusedReadIsShownToOperatorsWithItsFacts() {
        plant.run(keeping("QTY > 500"));
        try {
            andon.refresh("lots");
            andon.refresh("lots");
            var deep = andon.http.get("/health/deep").json().at("/tables/0");
            var refused = deep.path("refused");
            assertThat(refused.path("code").asText()).isEqualTo("SOURCE_SUSPECT_DROP");
            assertThat(refused.path("rows").asLong())
                    .isEqualTo(plant.number("SELECT COUNT(*) FROM MES_LOT"));
            assertThat(refused.path("rowsBefore").asLong())
                    .isEqualTo(plant.number("SELECT COUNT(*) FROM MES_LOT_KEPT"));
            assertThat(refused.path("versionBefore")).isEqualTo(deep.path("version"));
            assertThat(refused.path("times").asLong()).isEqualTo(2);
            assertThat(refused.path("endedAt").isNull()).isTrue();
            assertThat(refused.has("detail")).isFalse();
            assertThat(
                            andon.http
                                    .get("/admin/api/status", "Authorization", andon.bearer())
                                    .json()
                                    .at("/tables/0/refused/detail")
                                    .asText())
                    .contains("rows after 400");
            assertThat(andon.metric("andon_rows_refused", "table=\"lots\""))
                    .isEqualTo(refused.path("rows").asDouble());
        } finally {
            plant.run(RESTORE);
            andon.refresh("lots");
        }
        var refused = andon.http.get("/health/deep").json().at("/tables/0/refused");
        assertThat(refused.path("endedAt").isTextual()).isTrue();
        assertThat(andon.metric("andon_rows_refused", "table=\"lots\"")).isNaN();
    }

    @Test
    void theReasonSaysSinceWhenItHoldsAndNotWhenItWasLastSeen() {
        Fault fault = faults().toList().getFirst();
        plant.run(fault.cause());
        try {
            andon.refresh("lots");
            String since = since();
            andon.refresh("lots");
            assertThat(since()).isEqualTo(since);
        } finally {
            plant.run(fault.cure());
            andon.refresh("lots");
        }
    }

    @Test
    void aFewRowsWithoutAKeyAreLeftOutAndCounted() {
        plant.run(
                "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY, STATE)"
                        + " SELECT 'BULK' || X, 'BULK', X, 'RUN' FROM SYSTEM_RANGE(1, 700)");
        plant.run("INSERT INTO MES_LOT (WORK_ORDER, QTY, STATE) VALUES ('BULK', 1, 'RUN')");
        try {
            andon.refresh("lots");
            Reply bulk = andon.http.get("/api/wip/overview/summary?workorder=BULK");
            assertThat(bulk.degraded()).isEmpty();
            assertThat(bulk.data().path("lots").asLong()).isEqualTo(700);
            var lots = andon.http.get("/health/deep").json().at("/tables/0");
            assertThat(lots.path("quarantined").asLong()).isEqualTo(1);
            assertThat(lots.path("rows").asLong() + lots.path("quarantined").asLong())
                    .isEqualTo(lots.path("rowsRead").asLong());
        } finally {
            // In two steps: more than half at once would be suspect.
            plant.run(
                    "DELETE FROM MES_LOT WHERE WORK_ORDER = 'BULK' AND (QTY > 300 OR LOT_NO IS NULL)");
            andon.refresh("lots");
            plant.run("DELETE FROM MES_LOT WHERE WORK_ORDER = 'BULK'");
            andon.refresh("lots");
        }
    }

    @Test
    void theEndOfATroubleIsSaidOnceWithItsCodeAndHowLongItLasted() {
        Fault fault = faults().toList().getFirst();
        try (var logged = Logged.begin()) {
            plant.run(fault.cause());
            andon.refresh("lots");
            andon.refresh("lots");
            assertThat(logged.saying("ended after")).isEmpty();
            plant.run(fault.cure());
            andon.refresh("lots");
            andon.refresh("lots");
            assertThat(logged.saying("ended after"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getLevel()).isEqualTo(Level.INFO);
                        assertThat(event.getMessage().getFormattedMessage())
                                .matches("lots was read: SOURCE_SCHEMA_DRIFT ended after \\d+ s");
                    });
        }
    }

    private static void assertKept(Reply good, Reply kept, Fault fault) {
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.dataText()).isEqualTo(good.dataText());
        assertThat(kept.versions()).isEqualTo(good.versions());
        assertThat(kept.meta().path("asOf")).isEqualTo(good.meta().path("asOf"));
        assertThat(kept.meta().path("stale").asBoolean()).isFalse();
        boolean concerned = good.versions().containsKey(fault.table());
        assertThat(kept.degraded()).isEqualTo(concerned ? List.of(fault.code()) : List.of());
        Secrets.assertNone(kept);
    }

    private static void assertAlive(Fault fault) {
        assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
        assertThat(andon.http.get("/health/ready").status()).isEqualTo(200);
        Reply health = andon.http.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().path("state").asText()).isEqualTo("DEGRADED");
        assertThat(health.json().at("/reasons/0/code").asText()).isEqualTo(fault.code());
        assertThat(health.json().at("/reasons/0/table").asText()).isEqualTo(fault.table());
        assertThat(health.json().path("restartHelps").asBoolean()).isFalse();
        Secrets.assertNone(health);
        assertThat(andon.metric("andon_degraded", "code=\"" + fault.code() + "\"")).isEqualTo(1);
    }

    private static List<Reply> screens() {
        return SCREENS.stream().map(path -> andon.http.get(path)).toList();
    }

    private static String since() {
        return andon.http.get(SCREENS.getFirst()).meta().at("/degraded/0/since").asText();
    }
}
