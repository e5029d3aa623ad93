package io.andon.routes.faults;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the selections of a day are drawn with: another seed each day, or the one that is given. */
final class Seed {
    private Seed() {}

    /** {@code -Dandon.test.seed=N}, or the number of the day. */
    static long ofTheDay() {
        return Long.getLong("andon.test.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }
}
