package io.andon.routes.source.real;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.plant.PlantFolder;
import io.andon.routes.source.real.RunningAndon.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real PostgreSQL does to a running Andon: whatever happens, the last good figures stay,
 * under the right code, and the first refresh that works again clears it.
 */
class SourceFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final String MACHINES = "/api/resource/status/summary";

    /** Lets no tick in between: every refresh is the test's own. */
    private static final String PLANT =
            """
            title: Faults
            timeZone: Europe/Berlin
            tables:
              lots: {period: 1h, readDeadline: 1s}
              resources: {period: 1h, readDeadline: 1s}
            """;

    @TempDir private static Path folder = Path.of("");
    private static Optional<Postgres> postgres = Optional.empty();
    private static Optional<RunningAndon> running = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        Postgres server = Postgres.start(folder.resolve("database"));
        postgres = Optional.of(server);
        fill();
        Path plant =
                PlantFolder.create(folder.resolve("faults"))
                        .yaml(PLANT)
                        .sql("lots", "SELECT * FROM mes.lot")
                        .sql("resources", "SELECT resource_id, name, workcenter FROM mes.machine")
                        .folder();
        Map<String, String> settings =
                Map.of(
                        "andon.db.url",
                        server.url(),
                        "andon.db.user",
                        Postgres.READER,
                        "andon.db.password",
                        Postgres.PASSWORD,
                        "andon.db.lock-timeout",
                        "200ms",
                        "andon.db.pool.acquire-timeout",
                        "500ms",
                        "andon.db.socket-timeout",
                        "5s");
        running =
                Optional.of(
                        RunningAndon.start(plant.toString(), folder.resolve("state"), settings));
        mended();
    }

    @AfterAll
    static void stop() throws IOException {
        running.ifPresent(RunningAndon::close);
        if (postgres.isPresent()) postgres.get().close();
    }

    @BeforeEach
    void startsFromGoodData() throws SQLException {
        fill();
        mended();
    }

    @Test
    void aBackendKilledWhileItWaitsIsReplaced() throws SQLException {
        long before = version();
        terminateBackends();

        andon().refresh("lots");
        andon().refresh("lots");

        assertThat(andon().ask(SUMMARY).degraded()).isEmpty();
        assertThat(version()).isGreaterThan(before);
    }

    @Test
    void aBackendKilledInAReadLeavesTheLastGoodData() throws SQLException {
        long before = version();
        sleepInRow(1);
        var reading = runAsync(() -> andon().refresh("lots"));
        await().atMost(PATIENCE).until(() -> !asleep().isEmpty());
        terminateBackends();
        reading.join();

        staysAt(before, "DB_UNREACHABLE");
        fill();
        mended();
    }

    @Test
    void aStoppedServerLeavesTheLastGoodDataAndALivingProcess() throws Exception {
        long before = version();
        server().stop();
        try {
            andon().refresh("lots");

            staysAt(before, "DB_UNREACHABLE");
            assertThat(andon().ask("/health/live").status()).isEqualTo(200);
            assertThat(andon().ask("/health/ready").status()).isEqualTo(200);
            JsonNode health = andon().ask("/health").body();
            assertThat(health.get("state").asText()).isEqualTo("DEGRADED");
            assertThat(health.get("recommendedAction").asText()).isEqualTo("wait");
            assertThat(health.get("restartHelps").asBoolean()).isFalse();
        } finally {
            server().start();
        }
        mended();
    }

    @Test
    void aReadBeyondItsDeadlineIsCancelledAtTheServer() throws SQLException {
        long before = version();
        sleepInRow(1);
        andon().refresh("lots");

        staysAt(before, "DB_QUERY_TIMEOUT");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asleep()).isEmpty());
        fill();
        mended();
    }

    /** The server has answered once by then: the driver's own timer is over. */
    @Test
    void aReadThatStallsHalfWayIsCancelledAtTheServer() throws SQLException {
        long before = version();
        sleepInRow(10_001);
        long begun = System.nanoTime();
        andon().refresh("lots");
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        staysAt(before, "DB_QUERY_TIMEOUT");
        assertThat(took).isLessThan(Duration.ofSeconds(4));
        await().atMost(Duration.ofSeconds(4)).untilAsserted(() -> assertThat(asleep()).isEmpty());
        fill();
        mended();
    }

    @Test
    void aLockedTableEndsByTheLockTimeout() throws SQLException {
        long before = version();
        try (Connection holder = server().connect();
                var lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE mes.lot IN ACCESS EXCLUSIVE MODE");
            long begun = System.nanoTime();
            andon().refresh("lots");
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            staysAt(before, "DB_QUERY_TIMEOUT");
            assertThat(took).isBetween(Duration.ofMillis(200), Duration.ofMillis(900));
            holder.rollback();
        }
        mended();
    }

    @Test
    void aRevokedPrivilegeIsSaidOfThatTableOnly() throws SQLException {
        long before = version();
        server().execute("REVOKE SELECT ON mes.lot FROM " + Postgres.READER);
        andon().refresh("lots");
        andon().refresh("resources");

        staysAt(before, "DB_AUTH_FAILED");
        assertThat(andon().ask(SUMMARY).body().at("/meta/degraded/0/table").asText())
                .isEqualTo("lots");
        JsonNode reasons = andon().ask("/health").body().get("reasons");
        assertThat(reasons).hasSize(1);
        assertThat(andon().ask("/health").body().get("recommendedAction").asText())
                .isEqualTo("fix-config");
        server().execute("GRANT SELECT ON mes.lot TO " + Postgres.READER);
        mended();
    }

    @Test
    void aChangedPasswordIsAuthFailed() throws SQLException {
        long before = version();
        server().execute("ALTER ROLE %s PASSWORD 'another'".formatted(Postgres.READER));
        try {
            terminateBackends();
            andon().refresh("lots");
            andon().refresh("lots");

            staysAt(before, "DB_AUTH_FAILED");
        } finally {
            server().execute(
                            "ALTER ROLE %s PASSWORD '%s'"
                                    .formatted(Postgres.READER, Postgres.PASSWORD));
        }
        mended();
    }

    @Test
    void tooManySessionsAreAnExhaustedPool() throws SQLException {
        long before = version();
        server().execute("ALTER ROLE %s CONNECTION LIMIT 0".formatted(Postgres.READER));
        try {
            terminateBackends();
            andon().refresh("lots");
            andon().refresh("lots");

            staysAt(before, "DB_POOL_EXHAUSTED");
        } finally {
            server().execute("ALTER ROLE %s CONNECTION LIMIT -1".formatted(Postgres.READER));
        }
        mended();
    }

    @Test
    void aRenamedColumnIsDriftWhereTheQueryTakesAllAndElseAnError() throws SQLException {
        long before = version();
        server().execute("ALTER TABLE mes.lot RENAME COLUMN qty TO pieces");
        server().execute("ALTER TABLE mes.machine RENAME COLUMN name TO label");
        andon().refresh("lots");
        andon().refresh("resources");

        staysAt(before, "SOURCE_SCHEMA_DRIFT");
        assertThat(andon().ask(MACHINES).degraded()).contains("DB_QUERY_ERROR");
    }

    @Test
    void aChangedTypeIsDrift() throws SQLException {
        long before = version();
        server().execute("ALTER TABLE mes.lot ALTER COLUMN qty TYPE text");
        andon().refresh("lots");

        staysAt(before, "SOURCE_SCHEMA_DRIFT");
    }

    @Test
    void repeatedKeysAreRefused() throws SQLException {
        long before = version();
        server().execute("INSERT INTO mes.lot SELECT * FROM mes.lot WHERE lot_id = 'L1'");
        andon().refresh("lots");

        staysAt(before, "SOURCE_DUPLICATE_KEY");
    }

    @Test
    void missingKeysAreRefused() throws SQLException {
        long before = version();
        server().execute("UPDATE mes.lot SET lot_id = NULL WHERE lot_id = 'L1'");
        andon().refresh("lots");

        staysAt(before, "SOURCE_NULL_KEY");
    }

    @Test
    void sessionsMayNotWriteEvenWhereTheUserMay() throws SQLException {
        long before = version();
        server().execute(
                        """
                        CREATE SEQUENCE mes.counter;
                        GRANT ALL ON ALL SEQUENCES IN SCHEMA mes TO PUBLIC;
                        DROP TABLE mes.lot;
                        CREATE VIEW mes.lot AS
                          SELECT 'L1' AS lot_id, nextval('mes.counter') AS qty,
                                 'ETCH' AS workcenter, 'QFN' AS package;
                        GRANT SELECT ON mes.lot TO PUBLIC
                        """);
        andon().refresh("lots");

        staysAt(before, "DB_QUERY_ERROR");
        assertThat(server().texts("SELECT is_called FROM mes.counter")).containsExactly("f");
    }

    /** The session's own settings, passed through as columns of a lot. */
    @Test
    void sessionsCarryTheirNameAndTheServersLimits() throws SQLException {
        server().execute(
                        """
                        DROP TABLE mes.lot;
                        CREATE VIEW mes.lot AS
                          SELECT 'L1' AS lot_id, 1 AS qty, 'ETCH' AS workcenter, 'QFN' AS package,
                                 current_setting('application_name') AS session,
                                 current_setting('transaction_read_only') AS read_only,
                                 current_setting('lock_timeout') AS lock_limit,
                                 current_setting('statement_timeout') AS answer_limit;
                        GRANT SELECT ON mes.lot TO PUBLIC
                        """);
        andon().refresh("lots");

        JsonNode extra = andon().data("/api/wip/lot/L1").get("extra");
        assertThat(extra.get("session").asText()).isEqualTo("andon/faults/reader");
        assertThat(extra.get("readOnly").asText()).isEqualTo("on");
        assertThat(extra.get("lockLimit").asText()).isEqualTo("200ms");
        assertThat(extra.get("answerLimit").asText()).isEqualTo("1s");
    }

    /** 3 lots of 60 pieces, 2 machines. */
    private static void fill() throws SQLException {
        server().execute(
                        """
                        DROP SCHEMA IF EXISTS mes CASCADE;
                        CREATE SCHEMA mes;
                        CREATE TABLE mes.lot (
                          lot_id text, qty integer, workcenter text, package text);
                        INSERT INTO mes.lot VALUES
                          ('L1', 10, 'ETCH', 'QFN'), ('L2', 20, 'ETCH', 'BGA'),
                          ('L3', 30, 'LITHO', 'QFN');
                        CREATE TABLE mes.machine (resource_id text, name text, workcenter text);
                        INSERT INTO mes.machine VALUES
                          ('M1', 'Etcher', 'ETCH'), ('M2', 'Stepper', 'LITHO');
                        GRANT USAGE ON SCHEMA mes TO PUBLIC;
                        GRANT SELECT ON ALL TABLES IN SCHEMA mes TO %s
                        """
                                .formatted(Postgres.READER));
    }

    /** The lots are 10,002 from now on, and the server falls asleep at one of them. */
    private static void sleepInRow(int row) throws SQLException {
        server().execute(
                        """
                        DROP TABLE mes.lot;
                        CREATE VIEW mes.lot AS
                          SELECT 'L' || g AS lot_id, 1 AS qty, 'ETCH' AS workcenter,
                                 CASE WHEN g = %d THEN CAST(pg_sleep(60) AS text) END AS package
                          FROM generate_series(1, 10002) g;
                        GRANT SELECT ON mes.lot TO PUBLIC
                        """
                                .formatted(row));
    }

    private static List<String> asleep() throws SQLException {
        return server().texts("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    }

    private static void terminateBackends() throws SQLException {
        server().texts(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'"
                                .formatted(Postgres.READER));
    }

    private static long version() {
        return andon().ask(SUMMARY).body().at("/meta/versions/lots").asLong();
    }

    /** The figures and version of before, and the code that says why. */
    private static void staysAt(long version, String code) {
        Reply reply = andon().ask(SUMMARY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.degraded()).containsExactly(code);
        assertThat(version()).isEqualTo(version);
        assertThat(reply.data().get("lots").asInt()).isEqualTo(3);
        assertThat(reply.data().get("qty").asInt()).isEqualTo(60);
    }

    /** Refreshes until both tables are good again; a pool may first have to drop dead sessions. */
    private static void mended() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    andon().refresh("lots");
                    andon().refresh("resources");
                    assertThat(andon().ask(SUMMARY).degraded()).isEmpty();
                    assertThat(andon().ask(MACHINES).degraded()).isEmpty();
                    assertThat(andon().data(SUMMARY).get("lots").asInt()).isEqualTo(3);
                });
    }

    private static RunningAndon andon() {
        return running.orElseThrow();
    }

    private static Postgres server() {
        return postgres.orElseThrow();
    }
}
