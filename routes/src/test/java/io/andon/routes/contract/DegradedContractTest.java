package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every path of the document in every state in which a version stands but something is wrong: the
 * answer is 200 as the document says, its data the same to the byte, its meta names the code.
 */
final class DegradedContractTest {
    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    /** What is done to the source, the code that follows for these tables, what takes it back. */
    record State(String code, Set<String> tables, List<String> cause, List<String> cure) {
        @Override
        public String toString() {
            return code;
        }
    }

    @BeforeAll
    static void start() {
        plant = new SeededPlant(23);
        plant.run("CREATE ALIAS RAISE FOR '%s.raise'".formatted(Raised.class.getName()));
        andon = RunningAndon.of(Walk.folderOf(plant, data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    static Stream<State> states() {
        return Stream.of(
                raised("DB_AUTH_FAILED", "28P01"),
                raised("DB_UNREACHABLE", "08006"),
                raised("DB_POOL_EXHAUSTED", "53300"),
                raised("DB_QUERY_TIMEOUT", "57014"),
                raised("DB_QUERY_ERROR", "22012"),
                cut("SOURCE_SUSPECT_EMPTY", "FALSE"),
                cut("SOURCE_SUSPECT_DROP", "LOT_NO IN (SELECT LOT_NO FROM MES_LOT_ALL LIMIT 40)"),
                lots(
                        "SOURCE_REGRESSED",
                        "UPDATE MES_LOT SET SNAP = TIMESTAMP '2026-10-31 00:00:00'",
                        "UPDATE MES_LOT SET SNAP = TIMESTAMP '2026-11-01 00:00:00'"),
                lots(
                        "SOURCE_SCHEMA_DRIFT",
                        "ALTER TABLE MES_LOT ALTER COLUMN QTY VARCHAR(40)",
                        "ALTER TABLE MES_LOT ALTER COLUMN QTY BIGINT"),
                lots(
                        "SOURCE_DUPLICATE_KEY",
                        "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY) VALUES ('D,4', 'TWICE', 1)",
                        "DELETE FROM MES_LOT WHERE WORK_ORDER = 'TWICE'"),
                lots(
                        "SOURCE_NULL_KEY",
                        "INSERT INTO MES_LOT (WORK_ORDER, QTY) VALUES ('NULL', 1)",
                        "DELETE FROM MES_LOT WHERE WORK_ORDER = 'NULL'"));
    }

    /** Every read of every table fails with an SQLSTATE that the driver brings. */
    private static State raised(String code, String sqlState) {
        var cause = new ArrayList<String>();
        var cure = new ArrayList<String>();
        for (String table : List.of("MES_LOT", "MES_MACHINE", "MES_STATUS")) {
            cause.add("ALTER TABLE %1$s RENAME TO %1$s_REAL".formatted(table));
            cause.add(
                    "CREATE VIEW %1$s AS SELECT * FROM %1$s_REAL WHERE RAISE('%2$s')"
                            .formatted(table, sqlState));
            cure.add("DROP VIEW " + table);
            cure.add("ALTER TABLE %1$s_REAL RENAME TO %1$s".formatted(table));
        }
        return new State(code, Set.of("lots", "resources", "resource_status"), cause, cure);
    }

    /** Only the lots that satisfy a condition are left. */
    private static State cut(String code, String condition) {
        return new State(
                code,
                Set.of("lots"),
                List.of(
                        "ALTER TABLE MES_LOT RENAME TO MES_LOT_ALL",
                        "CREATE VIEW MES_LOT AS SELECT * FROM MES_LOT_ALL WHERE " + condition),
                List.of("DROP VIEW MES_LOT", "ALTER TABLE MES_LOT_ALL RENAME TO MES_LOT"));
    }

    private static State lots(String code, String cause, String cure) {
        return new State(code, Set.of("lots"), List.of(cause), List.of(cure));
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyPathKeepsItsDataAndNamesTheCode(State state) {
        List<Operation> operations = Walk.operations();
        var walk = new Walk(andon);
        List<Reply> good = walk.askAll();
        state.cause().forEach(plant::run);
        try {
            state.tables().forEach(andon::refresh);
            for (int i = 0; i < good.size(); i++) {
                assertKept(operations.get(i), good.get(i), walk.ask(operations.get(i)), state);
            }
        } finally {
            state.cure().forEach(plant::run);
            state.tables().forEach(andon::refresh);
        }
        for (int i = 0; i < good.size(); i++) {
            if (!Walk.hasMeta(good.get(i))) continue;
            assertThat(walk.ask(operations.get(i)).degraded())
                    .as("%s", operations.get(i))
                    .isEmpty();
        }
    }

    private static void assertKept(Operation operation, Reply good, Reply now, State state) {
        assertThat(good.status()).as("%s before", operation).isEqualTo(200);
        assertThat(now.status()).as("%s", operation).isEqualTo(200);
        assertThat(Walk.CONTRACT.mistakes(operation, now)).as("%s", operation).isEmpty();
        if (operation.path().startsWith("/api")) Secrets.assertNone(now);
        if (!Walk.hasMeta(good)) return;
        assertThat(now.dataText()).as("%s", operation).isEqualTo(good.dataText());
        assertThat(now.versions()).isEqualTo(good.versions());
        assertThat(now.meta().path("asOf")).isEqualTo(good.meta().path("asOf"));
        long touched = now.versions().keySet().stream().filter(state.tables()::contains).count();
        assertThat(now.degraded())
                .as("%s", operation)
                .hasSize((int) touched)
                .allMatch(state.code()::equals);
    }
}
