package io.andon.processors.refresh;

import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each table is read by schedule: at a fixed rate, missed ticks as one, and slower while the
 * database refuses the login, which too many attempts would lock. Threads: any.
 */
final class Timetable {
    /**
     * The pause between two logins that are refused: no longer than people wait for a mended one.
     */
    static final Duration LOGIN_PAUSE = Duration.ofSeconds(60);

    private final Map<TableName, Row> rows = new HashMap<>();
    private @Nullable Long pausedUntilNanos;

    /** A table's ticks. */
    private static final class Row {
        private @Nullable Long firstNanos;
        private long lastNanos;
    }

    /** Whether a tick goes on: no other did within half a period, and the login is not paused. */
    synchronized boolean goesOn(TablePlan plan, Moment now) {
        Row row = row(plan);
        long period = plan.period().toNanos();
        if (row.firstNanos == null) row.firstNanos = now.nanos();
        else if (now.nanos() - row.lastNanos < period / 2) return false;
        row.lastNanos = now.nanos();
        if (isPaused(now.nanos(), period)) return false;
        // Of the tables that come when a pause ends, one tries.
        if (pausedUntilNanos != null) pause(now);
        return true;
    }

    /** The database refused the login. */
    synchronized void pause(Moment now) {
        pausedUntilNanos = now.nanos() + LOGIN_PAUSE.toNanos();
    }

    /** Ends a pause; whether there was one. */
    synchronized boolean resume() {
        boolean paused = pausedUntilNanos != null;
        pausedUntilNanos = null;
        return paused;
    }

    /** When the table's next tick goes on. */
    synchronized Moment next(TablePlan plan, Moment now) {
        Row row = row(plan);
        long period = plan.period().toNanos();
        if (row.firstNanos == null) return at(now, period);
        long sinceFirst = now.nanos() - row.firstNanos;
        long sinceLast = now.nanos() - row.lastNanos;
        long slot = Math.floorDiv(sinceFirst, period);
        long lastSlot = Math.round((double) (row.lastNanos - row.firstNanos) / period);
        // A tick that a long read kept waiting comes as soon as the read has ended.
        boolean waiting = slot > lastSlot && sinceLast >= period / 2;
        long wait = waiting ? 0 : (slot + 1) * period - sinceFirst;
        while (sinceLast + wait < period / 2 || isPaused(now.nanos() + wait, period)) {
            wait += period;
        }
        return at(now, wait);
    }

    /** The last tick before the pause ends goes on, also when it comes a little early or late. */
    private boolean isPaused(long nanos, long period) {
        return pausedUntilNanos != null && nanos + period + period / 4 - pausedUntilNanos < 0;
    }

    private Row row(TablePlan plan) {
        return rows.computeIfAbsent(plan.table(), _ -> new Row());
    }

    private static Moment at(Moment now, long nanosLater) {
        return new Moment(now.wall().plusNanos(nanosLater), now.nanos() + nanosLater);
    }
}
