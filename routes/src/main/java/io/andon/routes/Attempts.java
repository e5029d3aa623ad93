package io.andon.routes;

import io.andon.cache.schema.TableName;
import io.andon.processors.refresh.Launcher;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Runs refreshes outside their schedule through the same routes that the ticks call. */
final class Attempts implements Launcher, AutoCloseable {
    private final ScheduledExecutorService threads;
    private volatile @Nullable ProducerTemplate producer;

    /**
     * Launches nothing before {@link #open}.
     *
     * @param parallel how many tables the database lets be read at once
     */
    Attempts(int parallel) {
        threads =
                Executors.newScheduledThreadPool(
                        parallel, Thread.ofPlatform().daemon().name("attempt-", 1).factory());
    }

    void open(CamelContext context) {
        producer = context.createProducerTemplate();
    }

    @Override
    public void launch(TableName table, Duration delay) {
        if (threads.isShutdown()) return;
        var _ = threads.schedule(() -> now(table), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads a table now, on this thread. */
    void now(TableName table) {
        ProducerTemplate open = producer;
        if (open != null) open.send(RefreshRoutes.ENDPOINT + table, _ -> {});
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
