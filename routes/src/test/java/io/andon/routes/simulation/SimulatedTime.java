package io.andon.routes.simulation;

import io.andon.cache.store.Moment;
import io.andon.cache.store.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that only the simulation moves. */
public final class SimulatedTime implements TimeSource {
    private static final Instant BEGIN = Instant.parse("2026-11-23T06:00:00Z");

    private long nanos;
    private Duration stepped = Duration.ZERO;

    @Override
    public Moment now() {
        return new Moment(BEGIN.plus(stepped).plusNanos(nanos), nanos);
    }

    public long nanos() {
        return nanos;
    }

    public void passTo(long then) {
        nanos = Math.max(nanos, then);
    }

    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Sets the wall clock, and nothing else, forward or back. */
    public void step(Duration by) {
        stepped = stepped.plus(by);
    }
}
