package io.andon.cache.store;

import java.time.Duration;
import java.time.Instant;

/** One reading of both clocks: the wall's to show, the monotonic one's nanoseconds for ages. */
public record Moment(Instant wall, long nanos) {
    /** The time passed since an earlier moment; a step of the wall clock does not change it. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
