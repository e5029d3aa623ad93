package io.andon.routes.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.operations.ClientPressure.Counts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries among the requests of the last minute, by a clock that the test moves. */
class ClientPressureTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ClientPressure pressure = new ClientPressure(nanos::get);

    @Test
    void withoutARequestThereIsNone() {
        assertThat(pressure.counts()).isEqualTo(new Counts(0, 0));
        assertThat(pressure.counts().retryShare()).isZero();
    }

    /** The clock may begin anywhere, also below zero. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, 7_777_777_777_777L})
    void aMinuteIsCountedAndWhatIsOlderIsNot(long begin) {
        nanos.set(begin);
        for (int i = 0; i < 120; i++) {
            pressure.requested(i % 4 == 0 ? 2 : 1);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        Counts counts = pressure.counts();
        assertThat(counts.requests()).isBetween(59L, 60L);
        assertThat(counts.retries()).isBetween(14L, 15L);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(pressure.counts()).isEqualTo(new Counts(0, 0));
    }

    @Test
    void theShareIsOfAllRequests() {
        for (int i = 0; i < 8; i++) pressure.requested(1);
        pressure.requested(2);
        pressure.requested(7);
        assertThat(pressure.counts().retryShare()).isEqualTo(0.2);
    }
}
