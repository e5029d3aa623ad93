package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A start whose database does not answer: alive, not ready, and honest about it. */
final class WithoutDatabaseTest {
    private static final Set<String> NEED_DATA =
            Set.of(
                    "getWipSummary",
                    "getWipMatrix",
                    "getWipHold",
                    "getWipLots",
                    "getWipLot",
                    "getResourceStatus",
                    "getResourceOptions",
                    "getResourceSummary",
                    "getResourceMatrix",
                    "getResourceMachine",
                    "getDashboardKpi",
                    "getWorkcenterCards");
    private static final Contract CONTRACT = new Contract();

    @TempDir private static Path data;
    private static RunningAndon andon;

    @BeforeAll
    static void start() {
        try (var plant = new SeededPlant(1)) {
            String nobody = "jdbc:h2:tcp://127.0.0.1:%d/mem:x".formatted(RunningAndon.freePort());
            andon =
                    RunningAndon.of(
                            plant.folder(data, nobody, "1h", "2h"),
                            data,
                            Map.of("andon.db.pool.acquire-timeout", "4s"));
        }
        // H2 reports a refused call after some two seconds of trying by itself.
        RunningAndon.soon()
                .until(() ->
                        andon.http.get("/health").body().split("DB_UNREACHABLE", -1).length == 4);
    }

    @AfterAll
    static void stop() {
        andon.close();
    }

    static Stream<Operation> needData() {
        return CONTRACT.operations().stream().filter(each -> NEED_DATA.contains(each.id()));
    }

    @ParameterizedTest
    @MethodSource("needData")
    void whatNeedsDataSaysThatNothingWasReadYet(Operation operation) {
        Reply reply = andon.http.get(operation.path().replaceFirst("\\{.*}", "any"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("CACHE_WARMING");
        assertThat(reply.json().path("retryable").asBoolean()).isTrue();
        assertThat(reply.json().path("detail").asText()).contains("DB_UNREACHABLE");
        assertThat(reply.header("retry-after"))
                .hasValue(reply.json().path("retryAfterSeconds").asText());
        assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
    }

    @Test
    void aBadRequestIsStillTheCallersMistake() {
        assertThat(andon.http.get("/api/wip/lots?nope=1").status()).isEqualTo(400);
    }

    @Test
    void theProcessIsAliveButNotReady() {
        assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
        Reply ready = andon.http.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().path("reasons").path(0).asText()).startsWith("lots: ");
        assertThat(CONTRACT.mistakes(CONTRACT.operation("getHealthReady"), ready)).isEmpty();
    }

    @Test
    void healthSaysToWaitAndNeverToRestart() {
        Reply health = andon.http.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.json().path("state").asText()).isEqualTo("DOWN");
        assertThat(health.json().path("recommendedAction").asText()).isEqualTo("wait");
        assertThat(health.json().path("restartHelps").asBoolean()).isFalse();
        assertThat(CONTRACT.mistakes(CONTRACT.operation("getHealth"), health)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("theRest")
    void whatNeedsNoDataIsAnsweredAsTheDocumentSays(String id) {
        Operation operation = CONTRACT.operation(id);
        Reply reply = andon.http.get(operation.path(), "Authorization", andon.bearer());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
    }

    static Stream<String> theRest() {
        return Stream.of(
                "getPlant",
                "getHealthDeep",
                "getAdminStatus",
                "getAdminPool",
                "getAdminCaches",
                "getAdminBreakers",
                "getAdminConfig",
                "getMetrics",
                "getOpenApi");
    }

    @Test
    void noBodyNamesWhereTheDatabaseIs() {
        Stream.concat(needData().map(Operation::path), Stream.of("/health", "/health/ready"))
                .map(path -> path.replaceFirst("\\{.*}", "any"))
                .forEach(path -> Secrets.assertNone(andon.http.get(path)));
    }
}
