package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More callers than places: some are told to come again, all get an answer, none an error. */
final class OverloadTest {
    private static final int PLACES = 2;
    private static final int CALLERS = 40;
    private static final int CALLS = 60;

    @TempDir private Path data;

    @Test
    void whatIsTooMuchIsRefusedEarlyWhileHealthAndAdministrationAreAnswered() throws Exception {
        try (var plant = new SeededPlant(5);
                var andon =
                        RunningAndon.of(
                                        plant.folder(data),
                                        data,
                                        Map.of(
                                                "andon.http.in-flight-max",
                                                Integer.toString(PLACES)))
                                .awaitReady();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var flood = new AtomicBoolean(true);
            Future<List<Reply>> operator =
                    callers.submit(() -> {
                        var seen = new ArrayList<Reply>();
                        while (flood.get()) {
                            seen.add(andon.http.get("/health"));
                            seen.add(andon.http.get("/health/live"));
                            seen.add(andon.http.get("/observe/metrics"));
                            seen.add(
                                    andon.http.get(
                                            "/admin/api/status", "Authorization", andon.bearer()));
                        }
                        return seen;
                    });
            Callable<List<Reply>> caller =
                    () -> {
                        var seen = new ArrayList<Reply>();
                        for (int i = 0; i < CALLS; i++) {
                            seen.add(andon.http.get("/api/wip/lots?pageSize=400"));
                        }
                        return seen;
                    };
            List<Reply> replies = all(callers.invokeAll(Collections.nCopies(CALLERS, caller)));
            flood.set(false);

            assertThat(operator.get())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(
                            reply -> assertThat(reply.status()).as(reply.path()).isEqualTo(200));
            List<Reply> refused = replies.stream().filter(each -> each.status() != 200).toList();
            assertThat(replies).hasSize(CALLERS * CALLS).anyMatch(each -> each.status() == 200);
            assertThat(refused).isNotEmpty().allSatisfy(OverloadTest::isRefusedAsPromised);
            assertThat(
                            refused.stream()
                                    .map(each -> each.header("retry-after").orElse(""))
                                    .distinct())
                    .hasSizeGreaterThan(1);
            assertThat(plain(andon, "andon_http_shed_total")).isEqualTo(refused.size());
            RunningAndon.soon()
                    .untilAsserted(() -> assertThat(plain(andon, "andon_http_in_flight")).isZero());
            assertThat(andon.http.get("/api/wip/overview/summary").status()).isEqualTo(200);
        }
    }

    private static void isRefusedAsPromised(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("OVERLOADED");
        assertThat(reply.json().path("retryable").asBoolean()).isTrue();
        assertThat(reply.header("retry-after"))
                .hasValue(reply.json().path("retryAfterSeconds").asText());
        assertThat(reply.json().path("retryAfterSeconds").asInt()).isBetween(1, 8);
    }

    private static List<Reply> all(List<Future<List<Reply>>> futures)
            throws InterruptedException, ExecutionException {
        var all = new ArrayList<Reply>();
        for (Future<List<Reply>> each : futures) all.addAll(each.get());
        return all;
    }

    /** A metric without labels. */
    private static double plain(RunningAndon andon, String name) {
        return andon.http
                .get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
