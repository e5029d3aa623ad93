package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: no client sees that settings are taken anew, and nothing of what was stays behind. */
final class ReloadUnderLoadTest {
    private static final String TWICE =
            "FROM (SELECT * FROM MES_LOT UNION ALL SELECT * FROM MES_LOT)";

    private static final int SIZE_LEAST = 8;
    private static final int SIZES = 5;

    /** A timer, a worker or a connection that happens to be there at the second look. */
    private static final int SLACK = 6;

    private static final List<String> OTHERS =
            List.of("vert.x-", "ForkJoinPool", "HttpClient-", "load");

    @TempDir private Path home;

    @Test
    void nineReloadsFailNoRequest() throws IOException {
        reload(9, 3);
    }

    @Test
    @Tag("full")
    void aHundredReloadsFailNoRequestAndLeaveNothingBehind() throws IOException {
        reload(100, 5);
    }

    /** So many reloads, of which every so-manieth is wrong. */
    private void reload(int reloads, int every) throws IOException {
        int wrong = reloads / every;
        try (var plant = new SeededPlant(11)) {
            Path folder = plant.folder(home, plant.url(), "1s", "1m");
            try (var andon = RunningAndon.of(folder, home.resolve("state")).awaitReady()) {
                int port = andon.configuration().settings().whole(SettingKey.HTTP_PORT);
                assertThat(andon.reload().status()).isEqualTo(200);
                long threads = threads();
                long descriptors = descriptors();
                int refused = 0;
                try (Load load = Load.on(port)) {
                    for (int i = 0; i < reloads; i++) {
                        boolean isWrong = i % every == every / 2;
                        long before = load.answered();
                        if (isWrong) refuse(andon, folder, refused++);
                        else apply(andon, SIZE_LEAST + i % SIZES);
                        await().until(() -> load.answered() > before);
                    }
                    assertThat(refused).isEqualTo(wrong);
                    load.end();
                    System.out.printf(
                            "%d reloads, %d of them refused: %d requests answered, %d failed,"
                                    + " %d ms at most without an answer%n",
                            reloads,
                            wrong,
                            load.answered(),
                            load.failures(),
                            load.gap().toMillis());
                    assertThat(load.failed()).isEmpty();
                    assertThat(load.older()).isEmpty();
                }
                await().atMost(Duration.ofSeconds(40))
                        .untilAsserted(() -> {
                            assertThat(threads()).isLessThanOrEqualTo(threads + SLACK);
                            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + SLACK);
                        });
            }
        }
    }

    private static void apply(RunningAndon andon, int size) {
        andon.set("andon.db.pool.max-size", Integer.toString(size));
        Reply reply = andon.reload();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(poolMax(andon)).isEqualTo(size);
    }

    /** A setting, a column, or rows that only a read finds to be wrong. */
    private static void refuse(RunningAndon andon, Path folder, int nth) throws IOException {
        int size = poolMax(andon);
        Path sql = folder.resolve("lots.sql");
        String good = Files.readString(sql);
        switch (nth % 3) {
            case 0 -> andon.set("andon.db.pool.min-idle", "-1");
            case 1 -> Files.writeString(sql, good.replace("QTY AS qty", "NOWHERE AS qty"));
            default -> Files.writeString(sql, good.replace("FROM MES_LOT", TWICE));
        }
        Reply reply = andon.reload();
        assertThat(reply.json().path("result").asText()).as(reply.body()).isEqualTo("rejected");
        andon.set("andon.db.pool.min-idle", "2");
        Files.writeString(sql, good);
        assertThat(poolMax(andon)).isEqualTo(size);
    }

    private static int poolMax(RunningAndon andon) {
        var pools = andon.http.get("/health/deep").json().path("pools");
        for (var pool : pools)
            if (pool.path("name").asText().equals("query")) return pool.path("max").asInt();
        throw new AssertionError(pools);
    }

    /** Without pools that grow with the load, each up to a bound of its own, and the clients. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
                .count();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
