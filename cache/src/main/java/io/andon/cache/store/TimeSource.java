package io.andon.cache.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where the time comes from. */
@FunctionalInterface
public interface TimeSource {
    Moment now();

    static TimeSource system() {
        return () -> new Moment(Instant.now().truncatedTo(ChronoUnit.MILLIS), System.nanoTime());
    }
}
