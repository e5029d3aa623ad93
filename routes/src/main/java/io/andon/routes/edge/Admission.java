package io.andon.routes.edge;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets at most so many requests in at once and refuses what comes beyond, before any work is done
 * for it: the queue behind it is bounded, so what is let in is answered in good time. Threads: any.
 */
public final class Admission {
    /** A burst of browsers comes back spread over these seconds and not as one. */
    private static final int RETRY_SECONDS_MAX = 8;

    private final int max;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    public Admission(int max) {
        this.max = max;
    }

    /** Requests that may be under way at once. */
    public int max() {
        return max;
    }

    /** Requests under way now. */
    public int inside() {
        return inside.get();
    }

    /** Requests refused since the start. */
    public long refused() {
        return refused.get();
    }

    /** Takes a place, which {@link #leave} gives back; false when all are taken. */
    boolean enter() {
        if (inside.incrementAndGet() <= max) return true;
        inside.decrementAndGet();
        refused.incrementAndGet();
        return false;
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** When whoever was refused may come again: another second for each. */
    static int retryAfterSeconds() {
        return ThreadLocalRandom.current().nextInt(1, RETRY_SECONDS_MAX + 1);
    }
}
