package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 58: a roomful of browsers comes back at once, and the database does not notice. */
class StormTest {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A tick that comes late makes the next look early. */
    private static final long LATE_MILLIS = 1_500;

    @TempDir private Path folder = Path.of("");
    private Optional<FaultLab> opened = Optional.empty();
    private List<Browser> browsers = List.of();

    int count() {
        return 40;
    }

    @BeforeEach
    void open() throws Exception {
        opened = Optional.of(FaultLab.open(folder, Seed.ofTheDay()));
        int port = lab().httpPort();
        browsers = IntStream.range(0, count()).mapToObj(_ -> new Browser(port)).toList();
        browsers.forEach(browser -> Thread.startVirtualThread(browser::live));
        await("all browsers show figures")
                .atMost(PATIENCE)
                .until(() -> browsers.stream().allMatch(each -> each.isFreshSince(Map.of())));
    }

    @AfterEach
    void close() throws Exception {
        browsers.forEach(Browser::leave);
        lab().close();
    }

    @Test
    void theDatabaseComesBackAndIsReadOnceATableAndPeriod() throws Exception {
        lab().server().stop();
        await("all browsers say that figures are old")
                .atMost(PATIENCE)
                .until(() -> browsers.stream().allMatch(Browser::isDegraded));
        assertThat(browsers).allMatch(Browser::isConnected);
        assertAllFreshAfter("the database", lab().server()::start);
    }

    @Test
    void andonComesBackAndReadsOnceATableAndPeriod() throws Exception {
        assertAllFreshAfter(
                "Andon",
                () -> {
                    lab().stopAndon();
                    lab().startAndon();
                });
    }

    private FaultLab lab() {
        return opened.orElseThrow();
    }

    private void assertAllFreshAfter(String what, Fault.Cure cure) throws Exception {
        Map<String, Long> old = lab().andon().http.get("/api/dashboard/kpi").versions();
        long begun = System.currentTimeMillis();
        cure.apply();
        long back = System.currentTimeMillis();
        int before = sum(Browser::answers);
        await("all browsers show new figures")
                .atMost(FRESH)
                .until(() -> browsers.stream().allMatch(each -> each.isFreshSince(old)));
        System.out.printf(
                "%d browsers fresh %.1f s after %s came back: %d answers, %d told to wait%n",
                count(),
                (System.currentTimeMillis() - back) / 1e3,
                what,
                sum(Browser::answers) - before,
                sum(Browser::refused));
        await("two more reads")
                .atMost(PATIENCE)
                .until(() -> lab().reads("lots").stream().filter(at -> at > back).count() >= 3);
        LabPlant.TABLES.forEach(table -> assertOneReadAPeriod(table, begun));
        assertThat(browsers).allMatch(Browser::isConnected);
    }

    private void assertOneReadAPeriod(String table, long since) {
        List<Long> reads = lab().reads(table).stream().filter(at -> at >= since).toList();
        assertThat(reads).as("reads of " + table).isNotEmpty();
        for (int i = 1; i < reads.size(); i++) {
            assertThat(reads.get(i) - reads.get(i - 1))
                    .as("milliseconds between two reads of %s", table)
                    .isGreaterThan(LabPlant.PERIOD.toMillis() - LATE_MILLIS);
        }
    }

    private int sum(ToIntFunction<Browser> figure) {
        return browsers.stream().mapToInt(figure).sum();
    }
}
