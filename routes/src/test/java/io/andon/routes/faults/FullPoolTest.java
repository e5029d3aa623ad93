package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Logged;
import io.andon.routes.running.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 16 and 17: all sessions are taken, by whoever never gives one back or by many at once. */
class FullPoolTest {
    private static final int QUERY_MAX = 2;
    private static final int CALLS = 200;
    private static final Duration ACQUIRE = Duration.ofSeconds(1);
    private static final Duration LEAK_AFTER = Duration.ofSeconds(6);
    private static final String LEAK = "was kept longer than";
    private static final String EXHAUSTED = "DB_POOL_EXHAUSTED";

    @TempDir private static Path folder = Path.of("");
    private static Optional<FaultLab> opened = Optional.empty();

    @BeforeAll
    static void open() throws Exception {
        opened =
                Optional.of(
                        FaultLab.open(
                                folder,
                                Seed.ofTheDay(),
                                Map.of(
                                        "andon.db.pool.max-size", "" + QUERY_MAX,
                                        "andon.breaker.concurrent-calls", "" + QUERY_MAX,
                                        "andon.db.pool.leak-after", LEAK_AFTER.toSeconds() + "s")));
    }

    @AfterAll
    static void close() throws Exception {
        lab().close();
    }

    @Test
    void sessionsThatAreNeverGivenBackAreNamedTakenBackAndMissedByNoScreen() throws Exception {
        var kept = new ArrayList<Connection>();
        try (var logged = Logged.begin()) {
            var watch = Watch.begin(lab().httpPort());
            try (watch) {
                watch.awaitMore(100);
                assertThat(history(3).status()).isEqualTo(200);
                for (int i = 0; i < QUERY_MAX; i++) kept.add(leak());
                assertRefusedInTime();
                assertThat(sessionsInUse()).isEqualTo(QUERY_MAX);
                await("sessions are taken back")
                        .atMost(LEAK_AFTER.plusSeconds(3))
                        .until(() -> sessionsInUse() == 0);
                Reply answered = history(2);
                assertThat(answered.status()).as(answered.body()).isEqualTo(200);
                watch.awaitMore(50);
            }
            assertUntouched(watch);
            for (Connection each : kept) assertThat(each.isClosed()).isTrue();
            assertThat(logged.saying(LEAK))
                    .hasSize(QUERY_MAX)
                    .allSatisfy(event ->
                            assertThat(event.getThrown().getStackTrace())
                                    .anyMatch(frame -> frame.getMethodName().equals("leak")));
        } finally {
            for (Connection each : kept) each.close();
        }
    }

    @Test
    void twoHundredRefreshesAtOnceAreOneReadAtATime() throws Exception {
        lab().awaitSound();
        long begun = System.currentTimeMillis();
        String admin = "Authorization: " + lab().andon().bearer();
        List<Reply> replies;
        var watch = Watch.begin(lab().httpPort());
        try (watch;
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Reply> call = () -> refresh(admin);
            replies =
                    callers
                            .invokeAll(IntStream.range(0, CALLS).mapToObj(_ -> call).toList())
                            .stream()
                            .map(Future::resultNow)
                            .toList();
            watch.awaitMore(50);
        }
        long took = System.currentTimeMillis() - begun;
        assertThat(replies).extracting(Reply::status).isSubsetOf(200, 202, 429).contains(200);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .allSatisfy(reply -> {
                    assertThat(reply.code()).isEqualTo("RATE_LIMITED");
                    assertThat(reply.header("retry-after")).isPresent();
                });
        long reads = lab().reads("lots").stream().filter(at -> at >= begun).count();
        System.out.printf("%d refreshes asked in %d ms: %d reads%n", CALLS, took, reads);
        // One a second may be asked for, and one a period comes by itself.
        assertThat(reads).isBetween(1L, 2 + took / 1_000 + took / LabPlant.PERIOD.toMillis());
        assertUntouched(watch);
        lab().awaitSound();
    }

    private static FaultLab lab() {
        return opened.orElseThrow();
    }

    private static Connection leak() throws SQLException {
        var registry = lab().andon().context().getRegistry();
        return registry.lookupByNameAndType("query", DataSource.class).getConnection();
    }

    private static int sessionsInUse() {
        JsonNode pool = lab().andon().http.get("/health/deep").json().at("/pools/1");
        assertThat(pool.path("name").asText()).isEqualTo("query");
        return pool.path("active").asInt();
    }

    private static Reply history(int lot) {
        return lab().andon().http.get("/api/wip/lot/LOT-%05d/history".formatted(lot));
    }

    private static Reply refresh(String admin) throws Exception {
        try (var connection = new KeepAlive(lab().httpPort())) {
            return connection.post("/admin/api/caches/lots/refresh", admin);
        }
    }

    /** It waits for a session as long as the setting says, and a moment to be answered. */
    private static void assertRefusedInTime() {
        long begun = System.nanoTime();
        Reply refused = history(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ACQUIRE.plusSeconds(1));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo(EXHAUSTED);
        assertThat(refused.header("retry-after")).isPresent();
    }

    private static void assertUntouched(Watch watch) {
        var history = new History(watch.readings());
        assertThat(watch.failures()).isEmpty();
        assertThat(history.errors()).isZero();
        assertThat(history.codes()).isEmpty();
        history.check(lab().secrets());
        Set<Long> ages = new HashSet<>();
        watch.readings().forEach(each -> ages.add(each.age()));
        assertThat(ages).allMatch(age -> age <= LabPlant.PERIOD.plusSeconds(1).toSeconds());
    }
}
