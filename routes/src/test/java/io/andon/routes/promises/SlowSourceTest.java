package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source whose reads take longer than a connection may be waited for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public final class SlowSourceTest {
    private static final Map<String, String> ONE_READER =
            Map.of("andon.refresh.parallel", "1", "andon.db.pool.acquire-timeout", "300ms");

    private static volatile CountDownLatch reading = new CountDownLatch(1);
    private static volatile CountDownLatch slow = new CountDownLatch(1);

    @TempDir private Path data;

    /** What the source's query calls, once: says that it runs, then takes its time. */
    public static boolean takesItsTime() throws InterruptedException {
        reading.countDown();
        var _ = slow.await(1, TimeUnit.SECONDS);
        slow.countDown();
        return true;
    }

    @Test
    void tablesThatWaitForTheirTurnAreNotInTrouble() throws IOException {
        slow = new CountDownLatch(1);
        try (var plant = new SeededPlant(29);
                var andon = RunningAndon.of(slowly(plant), data, ONE_READER).awaitReady()) {
            assertThat(andon.metric("andon_refresh_total", "DB_POOL_EXHAUSTED")).isZero();
            assertThat(andon.metric("andon_refresh_total", "outcome=\"published\"")).isEqualTo(3);
        }
    }

    @Test
    void aSecondRefreshOfATableEndsAtOnceWhileTheFirstReads() throws Exception {
        slow = new CountDownLatch(0);
        try (var plant = new SeededPlant(29);
                var andon = RunningAndon.of(slowly(plant), data, Map.of()).awaitReady();
                var other = Executors.newSingleThreadExecutor()) {
            Reply before = andon.http.get("/api/wip/overview/summary");
            double refreshes = andon.metric("andon_refresh_total", "table=\"lots\"");
            reading = new CountDownLatch(1);
            slow = new CountDownLatch(1);
            var first = other.submit(() -> andon.refresh("lots"));
            reading.await();
            andon.refresh("lots");
            assertThat(andon.http.get("/api/wip/overview/summary").body()).isEqualTo(before.body());
            slow.countDown();
            first.get();
            assertThat(andon.metric("andon_refresh_total", "table=\"lots\""))
                    .isEqualTo(refreshes + 1);
        }
    }

    private Path slowly(SeededPlant plant) throws IOException {
        plant.run(
                "CREATE ALIAS TAKES_ITS_TIME FOR '%s.takesItsTime'"
                        .formatted(SlowSourceTest.class.getName()));
        Path folder = plant.folder(data);
        Path lots = folder.resolve("lots.sql");
        Files.writeString(lots, Files.readString(lots) + "WHERE TAKES_ITS_TIME()");
        return folder;
    }
}
