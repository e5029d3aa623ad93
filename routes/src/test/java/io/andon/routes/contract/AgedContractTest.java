package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every path of the document while the last good version grows old: first it stays an answer that
 * says so, past the hard limit it is none, and the next good read ends both.
 */
final class AgedContractTest {
    @TempDir private Path data;

    @Test
    void figuresStayUntilTheHardLimitAndComeBackWithTheNextRead() throws IOException {
        try (var plant = new SeededPlant(29)) {
            Path folder = plant.folder(data, plant.url(), "1s", "2s");
            Path yaml = folder.resolve("plant.yaml");
            Files.writeString(
                    yaml,
                    Files.readString(yaml)
                            .replace(
                                    "period: 1s", "period: 1s, readDeadline: 4s, expireAfter: 6s"));
            try (var andon = RunningAndon.of(folder, data).awaitReady()) {
                var walk = new Walk(andon);
                List<Operation> operations = walk.cached();
                assertThat(operations).hasSizeGreaterThan(10);
                for (String table : List.of("MES_LOT", "MES_MACHINE", "MES_STATUS")) {
                    plant.run("ALTER TABLE %1$s RENAME TO %1$s_AWAY".formatted(table));
                }
                awaitEach(walk, operations, reply -> reply.degraded().contains("CACHE_STALE"));
                awaitEach(walk, operations, reply -> reply.code().equals("CACHE_EXPIRED"));
                assertThat(andon.http.get("/health/ready").status()).isEqualTo(503);
                assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
                assertThat(andon.http.get("/health").body()).contains("DB_QUERY_ERROR");
                for (String table : List.of("MES_LOT", "MES_MACHINE", "MES_STATUS")) {
                    plant.run("ALTER TABLE %1$s_AWAY RENAME TO %1$s".formatted(table));
                }
                awaitEach(
                        walk,
                        operations,
                        reply -> reply.status() == 200 && reply.degraded().isEmpty());
            }
        }
    }

    /** Every answer on the way is as the document says. */
    private static void awaitEach(Walk walk, List<Operation> operations, Predicate<Reply> wanted) {
        for (Operation operation : operations) {
            RunningAndon.soon()
                    .until(() -> {
                        Reply reply = walk.ask(operation);
                        assertThat(Walk.CONTRACT.mistakes(operation, reply))
                                .as("%s", operation)
                                .isEmpty();
                        if (reply.status() != 200) isUnavailable(reply);
                        return wanted.test(reply);
                    });
        }
    }

    private static void isUnavailable(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("retryable").asBoolean()).isTrue();
        assertThat(reply.header("retry-after"))
                .hasValue(reply.json().path("retryAfterSeconds").asText());
    }
}
