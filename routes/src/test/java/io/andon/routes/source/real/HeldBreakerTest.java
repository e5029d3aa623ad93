package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A breaker that an administrator holds open, on a database that is well. */
final class HeldBreakerTest {
    private static final String OPEN = "/admin/api/breakers/source/open";
    private static final String CLOSE = "/admin/api/breakers/source/close";

    @TempDir private static Path database;
    private static Postgres server;

    @TempDir private Path folder;
    private HistoryPlant plant;

    @BeforeAll
    static void startServer() throws Exception {
        server = Postgres.start(database.resolve("database"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        HistoryPlant.fill(server);
        plant =
                HistoryPlant.start(
                        server,
                        folder,
                        Map.of("andon.breaker.open-for", "1s", "andon.db.query-timeout", "5s"));
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @Test
    void noQuestionReachesTheDatabaseUntilItIsClosed() {
        Reply good = plant.history("L1");
        assertThat(good.status()).isEqualTo(200);
        double asked = asked();
        Instant before = Instant.now();
        Reply opened = post(OPEN);
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.json().at("/before/state").asText()).isEqualTo("CLOSED");
        assertThat(opened.json().at("/after/state").asText()).isEqualTo("FORCED_OPEN");

        for (int i = 0; i < 5; i++) {
            assertThat(plant.history("L1").degraded()).containsExactly("CIRCUIT_BREAKER_OPEN");
            Reply refused = plant.history("L2");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
            assertThat(refused.header("retry-after")).hasValue("1");
            plant.andon.refresh("lots"); // a read that succeeds closes only what nobody holds
        }
        assertThat(asked()).isEqualTo(asked);
        assertThat(plant.breaker()).isEqualTo("FORCED_OPEN");
        assertNamedSince(before);

        Reply closed = post(CLOSE);
        assertThat(closed.json().path("result").asText()).isEqualTo("applied");
        assertThat(plant.history("L2").status()).isEqualTo(200);
        assertThat(asked()).isGreaterThan(asked);
        assertThat(plant.andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
    }

    private void assertNamedSince(Instant before) {
        JsonNode health = plant.andon.http.get("/health").json();
        assertThat(health.path("state").asText()).isEqualTo("DEGRADED");
        List<String> codes = health.path("reasons").findValuesAsText("code");
        assertThat(codes).containsOnly("CIRCUIT_BREAKER_OPEN").hasSize(2);
        Instant since = Instant.parse(health.at("/reasons/0/since").asText());
        assertThat(since).isBetween(before.minusMillis(1), Instant.now());
        JsonNode breaker = breaker();
        assertThat(breaker.path("name").asText()).isEqualTo("source");
        assertThat(breaker.path("since").asText()).isEqualTo(since.toString());
        assertThat(breaker.path("remainingOpenSeconds").isNull()).isTrue();
    }

    @Test
    void askedAgainNothingChanges() {
        post(OPEN);
        String since = breaker().path("since").asText();
        Reply again = post(OPEN);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("reason").asText()).contains("already");
        assertThat(breaker().path("since").asText()).isEqualTo(since);
        post(CLOSE);
        assertThat(post(CLOSE).json().path("reason").asText()).contains("already");
        assertThat(plant.breaker()).isEqualTo("CLOSED");
    }

    @Test
    void whatWasUnderWayEndsWellAndClosesNothing() throws Exception {
        HistoryPlant.sleeping(server, 2);
        var asked = CompletableFuture.supplyAsync(() -> plant.atOnce(3, () -> plant.history("L1")));
        RunningAndon.soon().until(() -> underWay() == 3);
        post(OPEN);
        assertThat(asked.get()).allMatch(each -> each.status() == 200);
        assertThat(plant.breaker()).isEqualTo("FORCED_OPEN");
    }

    private static int underWay() throws Exception {
        return server.texts(
                        "SELECT 1 FROM pg_stat_activity WHERE state = 'active'"
                                + " AND query LIKE '%mes.history%' AND pid <> pg_backend_pid()")
                .size();
    }

    @Test
    void theOperationIsFoundByTheTraceOfTheRequest() {
        for (String path : List.of(OPEN, CLOSE, "/admin/api/caches/lots/refresh")) {
            Reply reply = post(path);
            assertThat(reply.header("andon-trace"))
                    .hasValue(reply.json().path("operationId").asText());
        }
    }

    private JsonNode breaker() {
        return plant.andon
                .http
                .get("/admin/api/breakers", "Authorization", plant.andon.bearer())
                .json()
                .at("/breakers/0");
    }

    private double asked() {
        return plant.andon.metric("hikaricp_connections_acquire_seconds_count", "pool=\"query\"");
    }

    private Reply post(String path) {
        return plant.andon.http.send("POST", path, "Authorization", plant.andon.bearer());
    }
}
