package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 57: ten times what Andon takes at once, from clients that ask again at once. */
@Tag("full")
class OverloadTest {
    private static final int IN_FLIGHT_MAX = 256;
    private static final int CLIENTS = 10 * IN_FLIGHT_MAX;
    private static final Duration LOAD = Duration.ofSeconds(10);
    private static final Duration RECOVERED = Duration.ofSeconds(5);
    private static final String PATH = "/api/wip/overview/matrix";

    @TempDir private Path folder = Path.of("");
    private final ConcurrentLinkedQueue<Reply> refused = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    @Test
    void whatIsTooMuchIsToldWhenToComeAgainAndOperatorsAreAlwaysAnswered() throws Exception {
        try (var lab = FaultLab.open(folder, Seed.ofTheDay());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<Integer>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> ask(lab.httpPort())));
            }
            long end = System.nanoTime() + LOAD.toNanos();
            var signals = new Signals(lab.andon());
            while (System.nanoTime() < end) {
                assertThat(signals.live()).isEqualTo(200);
                assertThat(signals.ready()).isEqualTo(200);
                assertThat(
                                lab.andon()
                                        .http
                                        .get(
                                                "/admin/api/status",
                                                "Authorization",
                                                lab.andon().bearer())
                                        .status())
                        .isEqualTo(200);
            }
            ending = true;
            long good = 0;
            for (Future<Integer> each : clients) good += each.get();
            System.out.printf(
                    "%d clients: %d answered and %d refused in %d s%n",
                    CLIENTS, good, refused.size(), LOAD.toSeconds());
            assertThat(failures).isEmpty();
            assertThat(good).isPositive();
            assertRefusals();
            await().atMost(RECOVERED).until(() -> lab.andon().http.get(PATH).status() == 200);
            lab.awaitSound();
        }
    }

    private void assertRefusals() {
        Set<String> waits = new HashSet<>();
        assertThat(refused).isNotEmpty();
        for (Reply each : refused) {
            assertThat(each.status()).isEqualTo(503);
            assertThat(each.code()).isEqualTo("OVERLOADED");
            waits.add(each.header("retry-after").orElseThrow());
        }
        assertThat(waits).as("spread").hasSizeGreaterThan(3);
    }

    /** Asks until the end; how many answers stood. */
    private int ask(int port) {
        int good = 0;
        try (var connection = new KeepAlive(port)) {
            while (!ending) {
                Reply reply = connection.get(PATH);
                if (reply.status() == 200) good++;
                else refused.add(reply);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
        return good;
    }
}
