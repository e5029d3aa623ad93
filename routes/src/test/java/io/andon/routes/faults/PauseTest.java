package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 37: the process stands still for a minute, as in a paused virtual machine. */
@Tag("full")
class PauseTest {
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration LIMIT = LabPlant.PERIOD.plusSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String PATH = "/api/wip/overview/summary";

    @TempDir private Path folder = Path.of("");

    @Test
    void theFirstAnswersAfterAPauseSayThatTheyAreOldUntilOneRefreshHasRun() throws Exception {
        try (var lab = FaultLab.open(folder, Seed.ofTheDay())) {
            lab.stopAndon();
            var settings = new HashMap<>(lab.settings());
            settings.remove("andon.http.port");
            try (var andon =
                    ForkedAndon.listening(
                            LabPlant.folder(folder), folder.resolve("other-state"), settings)) {
                await().atMost(PATIENCE).until(() -> andon.http.get(PATH).status() == 200);
                long before = version(andon.http.get(PATH));
                andon.freeze();
                await().pollDelay(PAUSE).atMost(PAUSE.plusSeconds(5)).until(() -> true);
                long resumed = System.currentTimeMillis();
                andon.thaw();

                Reply first = andon.http.get(PATH);
                assertThat(first.status()).isEqualTo(200);
                boolean old = version(first) == before;
                System.out.printf("first answer: old %s, %s%n", old, first.degraded());
                assertThat(first.degraded().contains("CACHE_STALE")).isEqualTo(old);
                await().atMost(LIMIT)
                        .until(() -> {
                            Reply reply = andon.http.get(PATH);
                            return reply.degraded().isEmpty() && version(reply) > before;
                        });
                assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
                assertOneReadAPeriod(lab, resumed);
            }
        }
    }

    /** What the pause has piled up is one read. */
    private static void assertOneReadAPeriod(FaultLab lab, long since) {
        Duration watched = LabPlant.PERIOD.multipliedBy(2);
        await().pollDelay(watched).atMost(watched.plusSeconds(5)).until(() -> true);
        for (String table : LabPlant.TABLES) {
            List<Long> reads = lab.reads(table).stream().filter(at -> at >= since).toList();
            System.out.printf(
                    "%s after the pause: %s ms%n",
                    table, reads.stream().map(at -> at - since).toList());
            assertThat(reads).as("reads of " + table).hasSizeBetween(2, 3);
        }
    }

    private static long version(Reply reply) {
        return reply.versions().getOrDefault("lots", 0L);
    }
}
