package io.andon.processors;

import io.andon.cache.DegradedCode;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * When a refused caller may ask again, in whole seconds: by the code's rule, and by chance, so that
 * callers who were refused together do not come back together.
 *
 * @param openTime how long the breaker stays open from now
 */
public record RetryAfter(Supplier<Duration> openTime) {
    /** A query or two later, and soon enough for somebody who waits at the screen. */
    private static final int BACKOFF_MIN = 2;

    private static final int BACKOFF_MAX = 8;

    /** A full pool empties as slowly as the queries in it end. */
    private static final int POOL_MIN = 5;

    private static final int POOL_MAX = 10;

    /** The seconds for a code; empty when the same request must not be sent again by rule. */
    public OptionalInt seconds(DegradedCode code) {
        return switch (code.retry()) {
            case NEVER, AS_SAID -> OptionalInt.empty();
            case AFTER_BACKOFF -> between(BACKOFF_MIN, BACKOFF_MAX);
            case AFTER_POOL_BACKOFF -> between(POOL_MIN, POOL_MAX);
            case AFTER_OPEN_TIME -> OptionalInt.of(roundedUp(openTime.get()));
        };
    }

    private static OptionalInt between(int least, int most) {
        return OptionalInt.of(ThreadLocalRandom.current().nextInt(least, most + 1));
    }

    private static int roundedUp(Duration time) {
        return (int) Math.max(1, time.plusMillis(999).toSeconds());
    }
}
