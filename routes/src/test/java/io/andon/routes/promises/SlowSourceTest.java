package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source whose reads take longer than a connection may be waited for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public final class SlowSourceTest {
    private static final List<String> TABLES = List.of("lots", "resources", "resource_status");
    private static final String NEXT = "nextAttemptAt";
    private static final Map<String, String> ONE_READER =
            Map.of("andon.refresh.parallel", "1", "andon.db.pool.acquire-timeout", "300ms");

    private static final Set<String> SLOW_ONCE = ConcurrentHashMap.newKeySet();

    private static volatile int longestMillis;
    private static volatile CountDownLatch reading = new CountDownLatch(1);
    private static volatile CountDownLatch ending = new CountDownLatch(1);

    @TempDir private Path data;

    /** What the source's queries call for each row: the first of a table takes its time. */
    public static boolean takesItsTime(String table) throws InterruptedException {
        if (SLOW_ONCE.remove(table)) {
            reading.countDown();
            var _ = ending.await(longestMillis, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    @Test
    void tablesThatWaitForTheirTurnAreNotInTrouble() throws IOException {
        SLOW_ONCE.addAll(TABLES);
        longestMillis = 800;
        ending = new CountDownLatch(1);
        try (var plant = new SeededPlant(29);
                var andon = RunningAndon.of(slowly(plant), data, ONE_READER).awaitReady()) {
            assertThat(SLOW_ONCE).isEmpty();
            assertThat(andon.metric("andon_refresh_total", "DB_POOL_EXHAUSTED")).isZero();
            assertThat(andon.metric("andon_refresh_total", "outcome=\"published\"")).isEqualTo(3);
        }
    }

    @Test
    void aSecondRefreshOfATableEndsAtOnceWhileTheFirstReads() throws Exception {
        try (var plant = new SeededPlant(29);
                var andon = RunningAndon.of(slowly(plant), data, Map.of()).awaitReady();
                var other = Executors.newSingleThreadExecutor()) {
            Reply before = andon.http.get("/api/wip/overview/summary");
            double refreshes = andon.metric("andon_refresh_total", "table=\"lots\"");
            reading = new CountDownLatch(1);
            ending = new CountDownLatch(1);
            longestMillis = 20_000;
            SLOW_ONCE.add("lots");
            var first = other.submit(() -> andon.refresh("lots"));
            reading.await();
            andon.refresh("lots");
            assertThat(andon.http.get("/api/wip/overview/summary").body()).isEqualTo(before.body());
            ending.countDown();
            first.get();
            assertThat(andon.metric("andon_refresh_total", "table=\"lots\""))
                    .isEqualTo(refreshes + 1);
        }
    }

    @Test
    void theNextAttemptIsAheadAfterAFailureAndNotNamedWhileOneRuns() throws Exception {
        try (var plant = new SeededPlant(29);
                var andon = RunningAndon.of(slowly(plant), data, Map.of()).awaitReady();
                var other = Executors.newSingleThreadExecutor()) {
            plant.run("ALTER TABLE MES_LOT RENAME TO MES_LOT_AWAY");
            andon.refresh("lots");
            Instant next = Instant.parse(andon.http.get("/health").json().path(NEXT).asText());
            assertThat(next).isAfter(Instant.now());
            plant.run("ALTER TABLE MES_LOT_AWAY RENAME TO MES_LOT");
            reading = new CountDownLatch(1);
            ending = new CountDownLatch(1);
            longestMillis = 20_000;
            SLOW_ONCE.add("lots");
            var running = other.submit(() -> andon.refresh("lots"));
            reading.await();
            Reply health = andon.http.get("/health");
            ending.countDown();
            running.get();
            assertThat(health.json().at("/reasons/0/code").asText()).isEqualTo("DB_QUERY_ERROR");
            assertThat(health.json().path(NEXT).isNull()).isTrue();
        }
    }

    private Path slowly(SeededPlant plant) throws IOException {
        plant.run(
                "CREATE ALIAS TAKES_ITS_TIME FOR '%s.takesItsTime'"
                        .formatted(SlowSourceTest.class.getName()));
        Path folder = plant.folder(data);
        for (String table : TABLES) {
            Path sql = folder.resolve(table + ".sql");
            String where = "WHERE TAKES_ITS_TIME('%s')".formatted(table);
            Files.writeString(sql, Files.readString(sql) + where);
        }
        return folder;
    }
}
