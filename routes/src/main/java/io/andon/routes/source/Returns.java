package io.andon.routes.source;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When a pool last got a connection back, heard where its metrics are heard. A pool that is full
 * and gets none back for longer than any borrower may need will not get them back at all.
 */
final class Returns implements MetricsTrackerFactory {
    private final Optional<MetricsTrackerFactory> metrics;
    private final LongSupplier nanos;
    private volatile long lastNanos;

    Returns(Optional<MetricsTrackerFactory> metrics, LongSupplier nanos) {
        this.metrics = metrics;
        this.nanos = nanos;
        lastNanos = nanos.getAsLong();
    }

    /** Since the last return, or since the pool was last less than full. */
    Duration ago() {
        return Duration.ofNanos(nanos.getAsLong() - lastNanos);
    }

    /** The pool has a connection left, so nobody waits for a return. */
    void notFull() {
        lastNanos = nanos.getAsLong();
    }

    @Override
    public IMetricsTracker create(String pool, PoolStats stats) {
        Optional<IMetricsTracker> told = metrics.map(each -> each.create(pool, stats));
        return new IMetricsTracker() {
            @Override
            public void recordConnectionCreatedMillis(long millis) {
                told.ifPresent(each -> each.recordConnectionCreatedMillis(millis));
            }

            @Override
            public void recordConnectionAcquiredNanos(long elapsed) {
                told.ifPresent(each -> each.recordConnectionAcquiredNanos(elapsed));
            }

            @Override
            public void recordConnectionUsageMillis(long millis) {
                lastNanos = nanos.getAsLong();
                told.ifPresent(each -> each.recordConnectionUsageMillis(millis));
            }

            @Override
            public void recordConnectionTimeout() {
                told.ifPresent(IMetricsTracker::recordConnectionTimeout);
            }

            @Override
            public void close() {
                told.ifPresent(IMetricsTracker::close);
            }
        };
    }
}
