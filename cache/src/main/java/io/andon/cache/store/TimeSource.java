package io.andon.cache.store;

import java.time.Instant;

/** Where the time comes from. */
@FunctionalInterface
public interface TimeSource {
    Moment now();

    static TimeSource system() {
        return () -> new Moment(Instant.now(), System.nanoTime());
    }
}
