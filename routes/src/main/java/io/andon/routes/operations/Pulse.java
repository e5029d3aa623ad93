package io.andon.routes.operations;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
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
        beat(timer);
    }

    /** From now on these event loops must tick too. */
    public void watch(EventLoopGroup loops) {
        for (EventExecutor loop : loops) beat(loop);
    }

    public boolean beats() {
        long now = System.nanoTime();
        return ticks.stream().allMatch(tick -> now - tick.get() < LIMIT.toNanos());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void beat(ScheduledExecutorService executor) {
        var tick = new AtomicLong(System.nanoTime());
        ticks.add(tick);
        var _ =
                executor.scheduleAtFixedRate(
                        () -> tick.set(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
    }
}
