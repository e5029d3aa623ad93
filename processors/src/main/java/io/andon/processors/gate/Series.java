package io.andon.processors.gate;

import io.andon.cache.plant.GateLimits.Confirmation;
import io.andon.cache.store.Moment;

/**
 * Suspect reads of a table that agree with each other, one after another.
 *
 * @param firstAt when the first of them was read
 * @param least the fewest rows among them
 * @param most the most rows among them
 */
record Series(Moment firstAt, int reads, int least, int most) {
    static Series begin(int rows, Moment at) {
        return new Series(at, 1, rows, rows);
    }

    /** This series with one more read, or a new one when that read does not agree with it. */
    Series with(int rows, Moment at, Confirmation rule) {
        int low = Math.min(least, rows);
        int high = Math.max(most, rows);
        boolean agrees = agree(low, high, rule.within());
        return agrees ? new Series(firstAt, reads + 1, low, high) : begin(rows, at);
    }

    boolean confirms(Moment now, Confirmation rule) {
        return reads >= rule.reads() && now.since(firstAt).compareTo(rule.over()) >= 0;
    }

    static boolean agree(int one, int other, double within) {
        return Math.abs((long) one - other) <= within * Math.max(one, other);
    }
}
