package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operations that ask the database answer when it fails, as the document says. */
final class HistoryContractTest {
    private static final List<Operation> OPERATIONS =
            Stream.of("getWipLotHistory", "getOuTrend").map(Walk.CONTRACT::operation).toList();

    @TempDir private Path data;
    private SeededPlant plant;
    private Path folder;

    @BeforeEach
    void start() {
        plant = new SeededPlant(37);
        plant.run("CREATE ALIAS RAISE FOR '%s.raise'".formatted(Raised.class.getName()));
        plant.run("CREATE TABLE MES_STATE AS SELECT '00000' AS NOW");
        folder = folder();
    }

    private RunningAndon startAndon(String... settings) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) all.put(settings[i], settings[i + 1]);
        return RunningAndon.of(folder, data, all).awaitReady();
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, DB_AUTH_FAILED, 503, false",
        "08006, DB_UNREACHABLE, 503, true",
        "53300, DB_POOL_EXHAUSTED, 503, true",
        "57014, DB_QUERY_TIMEOUT, 504, true",
        "22012, DB_QUERY_ERROR, 500, false"
    })
    void aFailureWithoutAnAnswerFromBeforeIsItsCode(
            String sqlState, String code, int status, boolean retryable) {
        try (RunningAndon andon = startAndon()) {
            plant.run("UPDATE MES_STATE SET NOW = '%s'".formatted(sqlState));
            for (Operation operation : OPERATIONS) {
                Reply reply = ask(andon, operation);
                assertThat(reply.status()).as("%s", operation).isEqualTo(status);
                assertThat(reply.code()).isEqualTo(code);
                assertProblem(operation, reply, retryable);
            }
        }
    }

    @Test
    void theBreakerOpensForBothAndSaysHowLong() {
        try (RunningAndon andon =
                startAndon("andon.breaker.minimum-calls", "4", "andon.breaker.window", "4")) {
            plant.run("UPDATE MES_STATE SET NOW = '08006'");
            for (int i = 0; i < 4; i++) ask(andon, OPERATIONS.get(i % 2));
            for (Operation operation : OPERATIONS) {
                Reply reply = ask(andon, operation);
                assertThat(reply.status()).as("%s", operation).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("CIRCUIT_BREAKER_OPEN");
                assertProblem(operation, reply, true);
                assertThat(reply.json().path("retryAfterSeconds").asInt()).isBetween(1, 30);
            }
            assertThat(andon.http.get("/health").body()).contains("CIRCUIT_BREAKER_OPEN");
            assertThat(andon.metric("andon_degraded", "CIRCUIT_BREAKER_OPEN"))
                    .isEqualTo(OPERATIONS.size());
            for (Operation operation : Walk.operations()) {
                assertThat(new Walk(andon).ask(operation).status())
                        .as("%s", operation)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void whatFindsNoPlaceIsOverloadedOnEveryPathButTheOperators() throws Exception {
        try (RunningAndon andon = startAndon("andon.http.in-flight-max", "1")) {
            plant.run("UPDATE MES_STATE SET NOW = 'HOLD'");
            CountDownLatch open = Raised.hold();
            var walk = new Walk(andon);
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Reply> held = callers.submit(() -> ask(andon, OPERATIONS.getFirst()));
                RunningAndon.soon().until(() -> andon.http.get("/api/plant").status() == 503);
                for (Operation operation : Walk.operations()) {
                    Reply reply = walk.ask(operation);
                    boolean gated = operation.path().startsWith("/api");
                    assertThat(reply.status()).as("%s", operation).isEqualTo(gated ? 503 : 200);
                    if (gated) assertThat(reply.code()).isEqualTo("OVERLOADED");
                    if (gated) assertProblem(operation, reply, true);
                }
                open.countDown();
                assertThat(held.get().status()).isEqualTo(200);
            } finally {
                open.countDown();
            }
            RunningAndon.soon().until(() -> andon.http.get("/api/plant").status() == 200);
        }
    }

    private static void assertProblem(Operation operation, Reply reply, boolean retryable) {
        assertThat(Walk.CONTRACT.mistakes(operation, reply)).as("%s", operation).isEmpty();
        Secrets.assertNone(reply);
        assertThat(reply.json().path("retryable").asBoolean()).isEqualTo(retryable);
        assertThat(reply.header("retry-after").isPresent()).isEqualTo(retryable);
        assertThat(reply.header("retry-after").orElse("null"))
                .isEqualTo(reply.json().path("retryAfterSeconds").asText());
    }

    private static Reply ask(RunningAndon andon, Operation operation) {
        return andon.http.get(operation.path().replace("{lotId}", "LOT0003.00"));
    }

    private Path folder() {
        Path folder = Walk.folderOf(plant, data);
        try {
            Files.writeString(
                    folder.resolve("lot_history.sql"),
                    """
                    SELECT 'DIE BOND' AS spec, NULL AS station, NULL AS equipment,
                      NULL AS moved_in_at, NULL AS tracked_in_at, NULL AS tracked_out_at,
                      NULL AS moved_out_at, 1 AS qty_in, 1 AS qty_out
                    FROM MES_STATE WHERE RAISE(NOW) AND :?lotId <> ''
                    """);
            Files.writeString(
                    folder.resolve("ou_trend.sql"),
                    """
                    SELECT CAST(:?fromDay AS DATE) AS shift_date, 'DICING' AS workcenter,
                      'RUN' AS state, 1 AS hours
                    FROM MES_STATE WHERE RAISE(NOW) AND CAST(:?untilDay AS DATE) IS NOT NULL
                    """);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
