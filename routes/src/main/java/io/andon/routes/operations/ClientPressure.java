package io.andon.routes.operations;

import java.util.function.LongSupplier;

/**
 * How many of the last minute's requests were tried again by their clients. Counted by the second
 * on a monotonic clock. Threads: any.
 */
public final class ClientPressure {
    /** Seconds that are looked at together. */
    public static final int WINDOW_SECONDS = 60;

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final LongSupplier nanos;
    private final long[] second = new long[WINDOW_SECONDS];
    private final int[] requests = new int[WINDOW_SECONDS];
    private final int[] retries = new int[WINDOW_SECONDS];

    /** Requests of the window, and those of them that said they were no first attempt. */
    public record Counts(long requests, long retries) {
        /** In [0, 1]; 0 without a request. */
        public double retryShare() {
            return requests == 0 ? 0 : (double) retries / requests;
        }
    }

    public ClientPressure(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts a request. */
    public synchronized void requested(int attempt) {
        long now = nanos.getAsLong() / NANOS_A_SECOND;
        int slot = Math.floorMod(now, WINDOW_SECONDS);
        if (second[slot] != now) {
            second[slot] = now;
            requests[slot] = 0;
            retries[slot] = 0;
        }
        requests[slot]++;
        if (attempt > 1) retries[slot]++;
    }

    public synchronized Counts counts() {
        long oldest = nanos.getAsLong() / NANOS_A_SECOND - WINDOW_SECONDS;
        long all = 0;
        long again = 0;
        for (int slot = 0; slot < WINDOW_SECONDS; slot++) {
            if (second[slot] <= oldest) continue;
            all += requests[slot];
            again += retries[slot];
        }
        return new Counts(all, again);
    }
}
