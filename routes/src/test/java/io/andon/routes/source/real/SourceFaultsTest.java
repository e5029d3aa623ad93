package io.andon.routes.source.real;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Postgres;
import io.andon.routes.source.real.RunningAndon.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server and its administrators do to a running Andon. */
class SourceFaultsTest extends FaultyPlant {
    @Test
    void aBackendKilledWhileItWaitsIsReplaced() throws SQLException {
        long before = version();
        terminateBackends();

        mended();
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
    void aStartWithoutTheServerFillsOnceItIsThere(@TempDir Path other) throws Exception {
        server().stop();
        try (var late = launch(other)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        Reply reply = late.ask(SUMMARY);
                        assertThat(reply.status()).isEqualTo(503);
                        assertThat(reply.body().get("code").asText()).isEqualTo("CACHE_WARMING");
                        assertThat(reply.body().get("detail").asText()).contains("DB_UNREACHABLE");
                    });
            assertThat(late.ask("/health/live").status()).isEqualTo(200);
            assertThat(late.ask("/health/ready").status()).isEqualTo(503);

            server().start();
            await().atMost(PATIENCE)
                    .until(() -> {
                        late.refresh("lots");
                        return late.ask("/health/ready").status() == 200;
                    });
            assertThat(late.data(SUMMARY).get("qty").asInt()).isEqualTo(60);
        } finally {
            server().stop();
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
        assertThat(took).isLessThan(Duration.ofSeconds(6));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asleep()).isEmpty());
        fill();
        mended();
    }

    /** Long before the read's own deadline of 10 s. */
    @Test
    void aLockedTableEndsByTheLockTimeout() throws SQLException {
        try (Connection holder = server().connect();
                var lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE mes.machine IN ACCESS EXCLUSIVE MODE");
            long begun = System.nanoTime();
            andon().refresh("resources");
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(andon().ask(MACHINES).degraded()).containsExactly("DB_QUERY_TIMEOUT");
            assertThat(andon().ask(MACHINES).data().get("machines").asInt()).isEqualTo(2);
            assertThat(took).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
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

            comesTo(before, "DB_AUTH_FAILED");
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

            comesTo(before, "DB_POOL_EXHAUSTED");
        } finally {
            server().execute("ALTER ROLE %s CONNECTION LIMIT -1".formatted(Postgres.READER));
        }
        mended();
    }

    /** A session that was killed while idle is only noticed when it is used. */
    private static void comesTo(long version, String code) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    andon().refresh("lots");
                    staysAt(version, code);
                });
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
}
