package io.andon.routes.source.real;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens the breaker of the source, what does not, and what an open one answers. */
final class SourceBreakerTest {
    @TempDir private static Path database;
    private static Postgres server;

    @TempDir private Path folder;
    private final List<HistoryPlant> started = new ArrayList<>();

    @BeforeAll
    static void startServer() throws Exception {
        server = Postgres.start(database.resolve("database"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        HistoryPlant.fill(server);
    }

    @AfterEach
    void stop() {
        started.forEach(HistoryPlant::close);
    }

    private HistoryPlant start(String openFor) {
        return start(Map.of("andon.breaker.open-for", openFor));
    }

    private HistoryPlant start(Map<String, String> settings) {
        var plant = HistoryPlant.start(server, folder, settings);
        started.add(plant);
        return plant;
    }

    @Test
    void lostConnectionsOpenItAndItSaysForHowLongStill() throws Exception {
        HistoryPlant plant = start("30s");
        server.stop();
        try {
            for (int i = 0; i < 5; i++) {
                Reply reply = plant.history("L1");
                assertThat(reply.status()).isIn(503, 504);
                assertThat(reply.code()).isIn("DB_UNREACHABLE", "DB_QUERY_TIMEOUT");
            }
            Instant before = Instant.now();
            Reply open = plant.history("L1");

            assertThat(open.status()).isEqualTo(503);
            assertThat(open.code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
            assertThat(open.contentType()).startsWith("application/problem+json");
            int retryAfter = Integer.parseInt(open.header("retry-after").orElseThrow());
            assertThat(retryAfter).isBetween(1, 30);
            assertThat(open.json().path("retryAfterSeconds").asInt()).isEqualTo(retryAfter);
            Secrets.assertNone(open);
            soon().until(() -> {
                Reply later = plant.history("L2");
                return Integer.parseInt(later.header("retry-after").orElseThrow()) < retryAfter;
            });
            assertThat(Duration.between(before, Instant.now())).isPositive();

            JsonNode health = plant.andon.http.get("/health").json();
            assertThat(health.path("reasons").findValuesAsText("code"))
                    .contains("CIRCUIT_BREAKER_OPEN");
            assertThat(health.path("state").asText()).isEqualTo("DEGRADED");
            JsonNode deep =
                    plant.andon
                            .http
                            .get("/health/deep", "Authorization", plant.andon.bearer())
                            .json()
                            .path("breaker");
            assertThat(deep.path("state").asText()).isEqualTo("OPEN");
            assertThat(deep.path("remainingOpenSeconds").asDouble()).isBetween(0.1, 30.0);
            assertThat(deep.path("failedCalls").asInt()).isEqualTo(5);
            assertThat(deep.path("notPermittedCalls").asInt()).isPositive();
            assertThat(plant.andon.metric("resilience4j_circuitbreaker_state", "state=\"open\""))
                    .isEqualTo(1);
        } finally {
            server.start();
        }
    }

    @Test
    void timeOutsOpenItAndNoQueryIsLeftAtTheServer() throws Exception {
        HistoryPlant plant = start("30s");
        HistoryPlant.sleeping(server, 60);
        for (int i = 0; i < 5; i++) {
            Reply reply = plant.history("L1");
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.code()).isEqualTo("DB_QUERY_TIMEOUT");
        }
        assertThat(plant.history("L1").code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
        assertThat(
                        server.texts(
                                """
                                SELECT query FROM pg_stat_activity
                                WHERE application_name = '%s' AND state = 'active'\
                                """
                                        .formatted(HistoryPlant.APPLICATION)))
                .isEmpty();
        assertThat(
                        server.texts(
                                "SELECT 1 FROM pg_stat_activity WHERE application_name = '%s'"
                                        .formatted(HistoryPlant.APPLICATION)))
                .isNotEmpty();
    }

    @Test
    void badSqlDoesNotOpenIt() throws Exception {
        HistoryPlant plant = start("30s");
        server.execute("DROP VIEW mes.history");
        for (int i = 0; i < 12; i++) {
            Reply reply = plant.history("L1");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.code()).isEqualTo("DB_QUERY_ERROR");
            Secrets.assertNone(reply);
        }
        assertThat(plant.breaker()).isEqualTo("CLOSED");
    }

    @Test
    void aFullPoolDoesNotOpenIt() throws Exception {
        HistoryPlant plant =
                start(
                        Map.of(
                                "andon.db.pool.max-size", "6",
                                "andon.breaker.concurrent-calls", "6",
                                "andon.db.pool.acquire-timeout", "250ms"));
        var pool =
                plant.andon.context().getRegistry().lookupByNameAndType("query", DataSource.class);
        var borrowed = new ArrayList<Connection>();
        try {
            for (int i = 0; i < 6; i++) borrowed.add(pool.getConnection());
            for (int i = 0; i < 8; i++) {
                Reply reply = plant.history("L1");
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("DB_POOL_EXHAUSTED");
            }
        } finally {
            for (Connection each : borrowed) each.close();
        }
        assertThat(plant.breaker()).isEqualTo("CLOSED");
        assertThat(plant.history("L1").status()).isEqualTo(200);
    }

    @Test
    void halfOpenLetsExactlyTwoCallsThroughAndThenCloses() throws Exception {
        HistoryPlant plant =
                start(Map.of("andon.breaker.open-for", "1s", "andon.db.query-timeout", "4s"));
        openByTimeOuts(plant);
        HistoryPlant.sleeping(server, 2);
        soon().until(() -> Duration.ZERO.equals(remaining(plant)));

        List<Reply> replies = plant.atOnce(6, () -> plant.history("L1"));

        assertThat(replies).filteredOn(each -> each.status() == 200).hasSize(2);
        assertThat(replies)
                .filteredOn(each -> each.code().equals("CIRCUIT_BREAKER_OPEN"))
                .hasSize(4)
                .allMatch(each -> each.header("retry-after").isPresent());
        assertThat(plant.breaker()).isEqualTo("CLOSED");
    }

    @Test
    void aScheduledReadIsNotHeldBackAndItsSuccessMovesAnOpenBreakerToHalfOpen() throws Exception {
        HistoryPlant plant = start("5m");
        openByTimeOuts(plant);
        HistoryPlant.sleeping(server, 0);
        assertThat(plant.history("L1").code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
        double read = plant.andon.metric("andon_refresh_total", "published");

        plant.andon.refresh("lots");

        assertThat(plant.andon.metric("andon_refresh_total", "published")).isGreaterThan(read);
        assertThat(plant.breaker()).isEqualTo("HALF_OPEN");
        assertThat(plant.history("L1").status()).isEqualTo(200);
        assertThat(plant.history("L1").status()).isEqualTo(200);
        assertThat(plant.breaker()).isEqualTo("CLOSED");
        assertThat(plant.andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
    }

    @Test
    void failedScheduledReadsCount() throws Exception {
        HistoryPlant plant = start("5m");
        server.stop();
        try {
            for (int i = 0; i < 8; i++) plant.andon.refresh("lots");
            assertThat(plant.breaker()).isEqualTo("OPEN");
            assertThat(plant.history("L1").code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
        } finally {
            server.start();
        }
    }

    @Test
    void aTableThatIsLockedAloneDoesNotOpenIt() throws Exception {
        HistoryPlant plant = start(Map.of("andon.db.lock-timeout", "700ms"));
        try (Connection lock = server.connect();
                var statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE mes.lot IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 8; i++) {
                var locked = CompletableFuture.runAsync(() -> plant.andon.refresh("lots"));
                soon().until(() ->
                        server.texts("SELECT 1 FROM pg_locks WHERE NOT granted").size() == 1);
                plant.andon.refresh("resources");
                locked.get();
            }
            lock.rollback();
        }
        assertThat(plant.andon.metric("andon_refresh_total", "DB_QUERY_TIMEOUT")).isGreaterThan(5);
        assertThat(plant.breaker()).isEqualTo("CLOSED");
        assertThat(plant.history("L1").status()).isEqualTo(200);
    }

    @Test
    void aKeptAnswerStandsInAndSaysSo() throws Exception {
        HistoryPlant plant = start("5m");
        Reply good = plant.history("L1");
        Reply trend = plant.andon.http.get("/api/dashboard/ou-trend");
        assertThat(good.degraded()).isEmpty();
        assertThat(good.meta().path("stale").asBoolean()).isFalse();
        HistoryPlant.sleeping(server, 60);

        Reply late = plant.history("L1");
        assertStandsIn(good, late, "DB_QUERY_TIMEOUT");
        openByTimeOuts(plant);
        Reply open = plant.history("L1");
        assertStandsIn(good, open, "CIRCUIT_BREAKER_OPEN");
        assertThat(Integer.parseInt(open.header("age").orElseThrow())).isGreaterThanOrEqualTo(1);
        assertThat(open.meta().at("/degraded/0/table").asText()).isEqualTo("lot_history");
        assertStandsIn(
                trend, plant.andon.http.get("/api/dashboard/ou-trend"), "CIRCUIT_BREAKER_OPEN");
        assertThat(plant.history("GONE").code()).isEqualTo("CIRCUIT_BREAKER_OPEN");

        HistoryPlant.sleeping(server, 0);
        plant.andon.refresh("lots");
        Reply again = plant.history("L1");
        assertThat(again.degraded()).isEmpty();
        assertThat(again.meta().path("stale").asBoolean()).isFalse();
        assertThat(Instant.parse(again.meta().path("asOf").asText()))
                .isAfter(Instant.parse(good.meta().path("asOf").asText()));
    }

    private static void assertStandsIn(Reply good, Reply now, String code) {
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.dataText()).isEqualTo(good.dataText());
        assertThat(now.degraded()).containsExactly(code);
        assertThat(now.meta().path("stale").asBoolean()).isTrue();
        assertThat(now.meta().path("asOf")).isEqualTo(good.meta().path("asOf"));
    }

    @Test
    void theSeventhCallIsRefusedAtOnce() throws Exception {
        HistoryPlant plant = start(Map.of("andon.db.query-timeout", "5s"));
        HistoryPlant.sleeping(server, 2);

        List<Reply> replies = plant.atOnce(7, () -> plant.history("L1"));

        assertThat(replies).filteredOn(each -> each.status() == 200).hasSize(6);
        assertThat(replies)
                .filteredOn(each -> each.status() == 503)
                .singleElement()
                .satisfies(busy -> {
                    assertThat(busy.code()).isEqualTo("SOURCE_BUSY");
                    assertThat(busy.header("retry-after")).isPresent();
                });
        assertThat(plant.breaker()).isEqualTo("CLOSED");
    }

    @Test
    void oneCallerRenewsAnAnswerAndTheOthersGetTheOneThatIsThere() throws Exception {
        HistoryPlant plant = start(Map.of("andon.db.query-timeout", "5s"));
        Reply good = plant.history("L1");
        HistoryPlant.sleeping(server, 1);
        double before = acquired(plant);

        List<Reply> replies = plant.atOnce(10, () -> plant.history("L1"));

        assertThat(replies).allMatch(each -> each.dataText().equals(good.dataText()));
        assertThat(replies).allMatch(each -> each.degraded().isEmpty());
        assertThat(acquired(plant) - before).isLessThan(10);
    }

    private static double acquired(HistoryPlant plant) {
        return plant.andon.metric("hikaricp_connections_acquire_seconds_count", "pool=\"query\"");
    }

    /** Five lots that nobody asked for before, so that no kept answer stands in. */
    private static void openByTimeOuts(HistoryPlant plant) throws SQLException {
        HistoryPlant.sleeping(server, 60);
        for (int i = 0; i < 8 && !plant.breaker().equals("OPEN"); i++) plant.history("X" + i);
        assertThat(plant.breaker()).isEqualTo("OPEN");
    }

    private static Duration remaining(HistoryPlant plant) {
        return Duration.ofMillis(
                (long)
                        (1_000
                                * plant.andon
                                        .http
                                        .get("/health/deep", "Authorization", plant.andon.bearer())
                                        .json()
                                        .at("/breaker/remainingOpenSeconds")
                                        .asDouble()));
    }
}
