package io.andon.cache.disk;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a day's selections are drawn with. */
final class Seed {
    private Seed() {}

    /** {@code -Dandon.test.seed=N}, or the number of the day. */
    static long ofTheDay() {
        return Long.getLong("andon.test.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }
}
