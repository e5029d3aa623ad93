package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.Reply;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 1: the database is down at a start that has nothing on disk. */
class ColdStartTest {
    private static final Duration LIMIT = LabPlant.PERIOD.plusSeconds(1);

    @TempDir private Path folder = Path.of("");

    @Test
    void aStartWithoutTheDatabaseAnswersWithCodesUntilItIsThere() throws Exception {
        try (var lab = FaultLab.withoutDatabase(folder, Seed.ofTheDay())) {
            var signals = new Signals(lab.andon());
            assertThat(signals.live()).isEqualTo(200);
            assertThat(signals.ready()).isEqualTo(503);
            var watch = Watch.begin(lab.httpPort());
            try (watch) {
                watch.awaitMore(200);
                await().atMost(LIMIT)
                        .until(() -> lab.andon().metric("andon_degraded", "DB_UNREACHABLE") > 0);
                assertWarming(lab);
            }
            var history = new History(watch.readings());
            history.check(lab.secrets());
            assertThat(history.errors()).isEqualTo(history.readings().size());
            assertThat(watch.failures()).isEmpty();
            lab.server().start();
            await("ready").atMost(LIMIT).until(() -> signals.ready() == 200);
            lab.awaitSound();
            assertThat(signals.live()).isEqualTo(200);
        }
    }

    private static void assertWarming(FaultLab lab) {
        for (String path : Watch.PATHS) {
            Reply reply = lab.andon().http.get(path);
            assertThat(reply.status()).as(path).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("CACHE_WARMING");
            assertThat(reply.json().path("retryable").asBoolean()).isTrue();
            assertThat(reply.header("retry-after"))
                    .hasValue(reply.json().path("retryAfterSeconds").asText());
        }
        assertThat(new Signals(lab.andon()).health().path("restartHelps").asBoolean()).isFalse();
    }
}
