package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a restart is bounded, saves what was shown and comes back; a refused one costs nothing. */
final class RestartTest {
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final String FORCED = "/admin/api/restart?force=true&reason=test";

    @TempDir private Path home;

    @Test
    void itDrainsSavesEndsWithSeventyFiveAndComesBackFromDisk() throws Exception {
        Path data = home.resolve("state");
        try (var andon =
                Supervised.start(
                        Path.of("demo"),
                        data,
                        Map.of(
                                "andon.supervised",
                                "true",
                                "andon.demo.lots",
                                "400",
                                "andon.restart.cooldown",
                                "1h"))) {
            String bearer = andon.bearer();
            long first = andon.process();
            Reply refused = post(andon, "/admin/api/restart", bearer);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("RESTART_NOT_HELPFUL");
            assertThat(refused.json().at("/budget/used").asInt()).isZero();
            long version = version(andon);

            try (Load load = Load.on(andon.port())) {
                await().until(() -> load.answered() > 200);
                Reply reply = post(andon, FORCED, bearer);
                assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                assertThat(reply.json().path("result").asText()).isEqualTo("applied");
                await().atMost(60, TimeUnit.SECONDS).until(() -> andon.process() != first);
                andon.awaitReady();
                long back = load.answered();
                await().until(() -> load.answered() > back + 200);
                load.end();
                System.out.printf(
                        "one restart: %d requests answered, %d ms without an answer; failed: %s%n",
                        load.answered(), load.gap().toMillis(), load.failed());
                assertThat(load.older()).isEmpty();
                assertThat(load.failed().keySet())
                        .as("told, refused or cut off while it is away, and nothing else")
                        .isSubsetOf(
                                "503 DRAINING",
                                "503 CACHE_WARMING",
                                "ConnectException",
                                "IOException",
                                "EOFException");
            }

            assertThat(Files.readString(andon.log())).contains("ended 75");
            assertThat(version(andon)).isGreaterThanOrEqualTo(version);
            assertThat(andon.http.get("/observe/metrics").body())
                    .contains("andon_snapshot_restored_total{outcome=\"restored\",table=\"lots\"}");
            Reply again = post(andon, FORCED, bearer);
            assertThat(again.status()).as("it remembers").isEqualTo(429);
            assertThat(again.code()).isEqualTo("RESTART_COOLDOWN");
            assertThat(again.json().at("/budget/used").asInt()).isEqualTo(1);
            assertThat(Instant.parse(again.json().path("nextAllowedAt").asText()))
                    .isAfter(Instant.now());
        }
    }

    @Test
    void aSignalAndTheCommandReloadWhatRuns() throws Exception {
        Path data = home.resolve("state");
        try (var andon =
                Supervised.start(Path.of("demo"), data, Map.of("andon.demo.lots", "400"))) {
            String options = " --port " + andon.port() + " -D andon.data-dir=" + data;
            Ended reload =
                    AndonCommand.run(
                            RunningAndon.root(), home.resolve("errors"), "reload" + options);
            assertThat(reload.code()).as(reload.toString()).isZero();
            assertThat(reload.out().getFirst()).startsWith("reload: applied. Generation 1 -> 2");

            new ProcessBuilder("kill", "-HUP", Long.toString(andon.process())).start().waitFor();
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> Files.readString(andon.log()).contains("generation 2 -> 3"));

            Ended restart =
                    AndonCommand.run(
                            RunningAndon.root(),
                            home.resolve("errors"),
                            "restart --force new" + options);
            assertThat(restart.code()).as(restart.toString()).isEqualTo(1);
            assertThat(restart.out()).anyMatch(line -> line.contains("andon.supervised"));
            assertThat(andon.http.get(SUMMARY).status()).isEqualTo(200);
        }
    }

    private static long version(Supervised andon) {
        return andon.http.get(SUMMARY).json().at("/meta/versions/lots").asLong();
    }

    private static Reply post(Supervised andon, String path, String bearer) {
        return andon.http.send("POST", path, "Authorization", bearer);
    }
}
