package io.andon.routes.faults;

import java.time.Duration;
import java.util.List;

/** Attempts on the database, counted over the busiest minute. */
final class Attempts {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HEALTH_PERIOD = Duration.ofSeconds(5);

    private static final int SCHEDULED_PER_EXTRA = 10;

    private Attempts() {}

    /** The most in any window of a minute, or in the whole span where it is shorter. */
    static int inBusiestMinute(List<Long> sorted, Duration unit, long from, long to) {
        long window = MINUTE.dividedBy(unit);
        List<Long> inside = sorted.stream().filter(at -> at >= from && at <= to).sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < inside.size(); last++) {
            while (inside.get(last) - inside.get(first) > window) first++;
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /**
     * What a span may have of reads of one table: its own, and all that any minute may have more.
     */
    static int readsAllowed(Duration span) {
        return ticks(span, LabPlant.PERIOD) + extra();
    }

    /** What a span may have of calls: one a read, and one a check of the health connection. */
    static int callsAllowed(Duration span) {
        int reads = LabPlant.TABLES.size() * ticks(span, LabPlant.PERIOD);
        return reads + extra() + ticks(span, HEALTH_PERIOD);
    }

    /** A tenth of the reads that all tables have by schedule in a minute. */
    private static int extra() {
        long scheduled = LabPlant.TABLES.size() * MINUTE.dividedBy(LabPlant.PERIOD);
        return (int) (scheduled / SCHEDULED_PER_EXTRA);
    }

    /** As many as can fall into the span, at most a minute. */
    private static int ticks(Duration span, Duration period) {
        Duration counted = span.compareTo(MINUTE) < 0 ? span : MINUTE;
        return (int) counted.dividedBy(period) + 1;
    }
}
