package io.andon.processors.refresh;

import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each table is read by schedule: never sooner than a period after it was read last, so that
 * no minute sees more than its share, and slower while the database refuses the login, which too
 * many attempts would lock.
 *
 * <p>Ticks come at a fixed rate. One that comes too soon, as after a pause that has piled them up
 * or after one that was late, comes again when it is due; it may do so in vain, if another went on
 * meanwhile. Threads: any.
 */
final class Timetable {
    /**
     * The pause between two logins that are refused: no longer than people wait for a mended one.
     */
    static final Duration LOGIN_PAUSE = Duration.ofSeconds(60);

    private final Launcher ticks;
    private final Map<TableName, Row> rows = new LinkedHashMap<>();
    private @Nullable Long pausedUntilNanos;

    /** A table's ticks. */
    private static final class Row {
        private final TablePlan plan;

        /** When the last one that went on did so, or its attempt began. */
        private @Nullable Long lastNanos;

        /** Its attempt has not begun yet. */
        private boolean isGoing;

        /** A pause of logins held one back. */
        private boolean isHeld;

        /** When one that was put off comes again. */
        private @Nullable Long againNanos;

        Row(TablePlan plan) {
            this.plan = plan;
        }

        /** The earliest time for the next one, not before {@code nanos}. */
        long dueNanos(long nanos) {
            return lastNanos == null ? nanos : later(lastNanos + plan.period().toNanos(), nanos);
        }
    }

    /**
     * A timetable whose first ticks are still to come.
     *
     * @param ticks lets those come again that are put off
     */
    Timetable(Launcher ticks) {
        this.ticks = ticks;
    }

    /** Whether a tick goes on; else it comes again when it is due. */
    synchronized boolean goesOn(TablePlan plan, Moment now) {
        Row row = row(plan);
        long due = row.dueNanos(now.nanos());
        if (pausedUntilNanos != null) due = later(due, pausedUntilNanos);
        row.isHeld = pausedUntilNanos != null;
        if (due - now.nanos() > 0) {
            putOff(row, due, now);
            return false;
        }
        // Of the tables that a pause held back, one tries.
        if (pausedUntilNanos != null) pause(now);
        row.lastNanos = now.nanos();
        row.isGoing = true;
        row.isHeld = false;
        return true;
    }

    /**
     * An attempt of the table begins, after waiting for whatever it waited for; whether it is one
     * by schedule.
     */
    synchronized boolean begins(TablePlan plan, Moment now) {
        Row row = row(plan);
        if (!row.isGoing) return false;
        row.lastNanos = now.nanos();
        row.isGoing = false;
        return true;
    }

    /** The database refused the login. */
    synchronized void pause(Moment now) {
        pausedUntilNanos = now.nanos() + LOGIN_PAUSE.toNanos();
    }

    synchronized boolean isPaused() {
        return pausedUntilNanos != null;
    }

    /** Ends a pause, and lets those come that it held back; whether there was one. */
    synchronized boolean resume(Moment now) {
        boolean paused = pausedUntilNanos != null;
        pausedUntilNanos = null;
        for (Row row : rows.values()) {
            if (row.isHeld) putOff(row, row.dueNanos(now.nanos()), now);
            row.isHeld = false;
        }
        return paused;
    }

    /** When the table's next attempt by schedule comes, as things stand. */
    synchronized Moment next(TablePlan plan, Moment now) {
        Row row = row(plan);
        boolean isFirst = row.lastNanos == null && !row.isHeld;
        long at = isFirst ? now.nanos() + plan.period().toNanos() : row.dueNanos(now.nanos());
        if (pausedUntilNanos != null) at = later(at, pausedUntilNanos);
        return new Moment(now.wall().plusNanos(at - now.nanos()), at);
    }

    private void putOff(Row row, long dueNanos, Moment now) {
        boolean comesSooner =
                row.againNanos != null
                        && row.againNanos - now.nanos() > 0
                        && row.againNanos - dueNanos <= 0;
        if (comesSooner) return;
        row.againNanos = dueNanos;
        ticks.launch(row.plan.table(), Duration.ofNanos(dueNanos - now.nanos()));
    }

    private Row row(TablePlan plan) {
        return rows.computeIfAbsent(plan.table(), _ -> new Row(plan));
    }

    private static long later(long nanos, long others) {
        return nanos - others > 0 ? nanos : others;
    }
}
