package io.andon.processors.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.schema.TableName;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One refresh a table, whoever asks. */
final class FlightsTest {
    private final Flights flights = new Flights();

    @Test
    void ofCallersAtOnceOneReadsAndAllAreToldItsOutcome() throws Exception {
        int callers = 32;
        var together = new CyclicBarrier(callers);
        var begun = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                var _ =
                        threads.submit(() -> {
                            together.await();
                            if (flights.begin(TableName.LOTS)) begun.incrementAndGet();
                            return null;
                        });
            }
        }
        var told = flights.next(TableName.LOTS);
        assertThat(begun).hasValue(1);
        assertThat(told).isNotDone();
        flights.end(TableName.LOTS, "published");
        assertThat(told).isCompletedWithValue("published");
        assertThat(flights.begin(TableName.LOTS)).isTrue();
    }

    @Test
    void whoAsksBetweenTwoReadsIsToldOfTheNext() {
        flights.begin(TableName.LOTS);
        flights.end(TableName.LOTS, "former");
        var told = flights.next(TableName.LOTS);
        assertThat(flights.isRunning(TableName.LOTS)).isFalse();
        assertThat(told).isNotDone();
        flights.begin(TableName.LOTS);
        assertThat(flights.next(TableName.LOTS)).isSameAs(told);
        flights.end(TableName.LOTS, "unchanged");
        assertThat(told).isCompletedWithValue("unchanged");
    }

    @Test
    void tablesDoNotWaitForEachOther() {
        assertThat(flights.begin(TableName.LOTS)).isTrue();
        assertThat(flights.begin(TableName.RESOURCES)).isTrue();
        flights.end(TableName.LOTS, "published");
        assertThat(flights.isRunning(TableName.RESOURCES)).isTrue();
    }
}
