package io.andon.cache.oracle;

import io.andon.cache.store.Moment;
import io.andon.cache.store.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that tests move. */
public final class ManualTime implements TimeSource {
    private Moment now = new Moment(Instant.ofEpochMilli(LotRows.AS_OF_MILLIS), 5_000_000_000L);

    @Override
    public Moment now() {
        return now;
    }

    public void pass(Duration time) {
        now = new Moment(now.wall().plus(time), now.nanos() + time.toNanos());
    }

    /** The wall clock is set, and no time passes. */
    public void stepWall(Duration by) {
        now = new Moment(now.wall().plus(by), now.nanos());
    }
}
