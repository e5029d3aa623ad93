package io.andon.routes.operations;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the process itself works: every event loop and a timer of its own tick once a second and
 * run nothing else.
 */
public final class Pulse implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("pulse").factory());
    private final List<AtomicLong> ticks = new CopyOnWriteArrayList<>();

    public Pulse() {
        var _ = timer.scheduleAtFixedRate(register(), 0, 1, TimeUnit.SECONDS);
    }

    /** What something else that must stay alive calls once a second. */
    public Runnable register() {
        var tick = new AtomicLong(System.nanoTime());
        ticks.add(tick);
        return () -> tick.set(System.nanoTime());
    }

    public boolean beats() {
        long now = System.nanoTime();
        return ticks.stream().allMatch(tick -> now - tick.get() < LIMIT.toNanos());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
