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

    /** Reads a table whatever its schedule says. */
    @Override
    public void launch(TableName table, Duration delay) {
        send(RefreshRoutes.ENDPOINT + table, delay);
    }

    /** Lets a table's tick come, which may go on or not. */
    void tick(TableName table, Duration delay) {
        send(RefreshRoutes.TICKS + table, delay);
    }

    private void send(String endpoint, Duration delay) {
        if (threads.isShutdown()) return;
        var _ = threads.schedule(() -> send(endpoint), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads a table now, on this thread. */
    void now(TableName table) {
        send(RefreshRoutes.ENDPOINT + table);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void send(String endpoint) {
        ProducerTemplate open = producer;
        if (open != null) open.send(endpoint, _ -> {});
    }
}
