package io.andon.cache.query;

import io.andon.cache.plant.E10State;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Machines by the code of their state, and the figures made of such counts. */
final class StateCounts {
    private StateCounts() {}

    static long[] zeros() {
        return new long[E10State.values().length];
    }

    static long total(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    static long sum(long[] counts, E10State... states) {
        return Arrays.stream(states).mapToLong(state -> counts[state.code()]).sum();
    }

    static Map<E10State, Long> byState(long[] counts) {
        Map<E10State, Long> byState = new EnumMap<>(E10State.class);
        for (E10State state : E10State.values()) byState.put(state, counts[state.code()]);
        return Collections.unmodifiableMap(byState);
    }

    static LiveMetrics metrics(long[] counts) {
        long running = sum(counts, E10State.PRD);
        long up = sum(counts, E10State.PRD, E10State.SBY, E10State.EGT);
        long scheduled = up + sum(counts, E10State.SDT, E10State.UDT);
        long all = total(counts);
        return new LiveMetrics(
                Metrics.share(up, all),
                Metrics.share(running, all),
                Metrics.share(running, scheduled));
    }
}
