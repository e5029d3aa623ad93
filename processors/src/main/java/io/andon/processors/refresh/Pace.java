package io.andon.processors.refresh;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * When tables are read: the schedule, and the few attempts beyond it.
 *
 * <p>An attempt beyond the schedule is spent only where it helps: soon after a read that broke
 * while it ran, and, once any table finds the database back, for those that have nothing to show
 * yet. A database that cannot be reached is not asked more often, what a retry cannot mend is not
 * retried, and what has a code already keeps it until the schedule comes round, so that no code
 * comes or goes twice a period. Threads: any.
 */
final class Pace {
    private static final Duration FIRST_DELAY_MAX = Duration.ofSeconds(1);
    private static final int DOUBLINGS_MAX = 20;

    private final List<TablePlan> tables;
    private final Timetable timetable;
    private final ExtraBudget budget;
    private final Launcher launcher;
    private final DoubleSupplier chance;
    private final Map<TableName, Integer> failures = new HashMap<>();
    private final Map<TableName, TablePlan> waiting = new HashMap<>();

    /** The tables that had their attempt beyond the schedule since the last one by it. */
    private final Set<TableName> retried = new HashSet<>();

    /**
     * What comes after a failure.
     *
     * @param at the next attempt
     * @param extra the delay of an attempt beyond the schedule, to be launched by the caller
     */
    record Next(Moment at, Optional<Duration> extra) {}

    /** What a table has to show. */
    enum Shown {
        /** No version. */
        NOTHING,
        /** A version, and a code that says why it is not refreshed. */
        DEGRADED,
        /** A version that nothing is wrong with. */
        GOOD
    }

    /**
     * The pace of one database.
     *
     * @param launcher lets a tick of a table come
     * @param chance from 0 to 1, evenly: the full jitter
     */
    Pace(List<TablePlan> tables, Launcher launcher, DoubleSupplier chance) {
        this.tables = List.copyOf(tables);
        this.timetable = new Timetable(launcher);
        this.budget = new ExtraBudget(tables);
        this.launcher = launcher;
        this.chance = chance;
    }

    /**
     * Whether a tick goes on, or one that was launched: by the schedule, or beyond it as was
     * allowed, which no pause of logins lets pass.
     */
    boolean goesOn(TablePlan plan, Moment now) {
        return timetable.goesOn(plan, now)
                || (!timetable.isPaused() && budget.isDue(plan.table(), now));
    }

    /** An attempt of the table begins. */
    synchronized void begins(TablePlan plan, Moment now) {
        if (timetable.begins(plan, now)) retried.remove(plan.table());
        budget.begins(plan.table(), now);
    }

    /** The database let a session in, or failed otherwise; whether that ends a pause of logins. */
    boolean loggedIn(Moment now) {
        return timetable.resume(now);
    }

    /** When each table's next tick goes on, as things stand. */
    Map<TableName, Moment> ticks(Moment now) {
        return tables.stream()
                .collect(Collectors.toMap(TablePlan::table, plan -> timetable.next(plan, now)));
    }

    /** A read ended well: the database is back for everyone. */
    synchronized void succeeded(TableName table, Moment now) {
        failures.remove(table);
        waiting.remove(table);
        List<TablePlan> others =
                waiting.values().stream()
                        .sorted(
                                Comparator.comparingLong(
                                        plan -> -timetable.next(plan, now).since(now).toNanos()))
                        .toList();
        for (TablePlan other : others) {
            Duration delay = delay(FIRST_DELAY_MAX);
            if (!mayRetry(other, now, delay)) continue;
            waiting.remove(other.table());
            launcher.launch(other.table(), delay);
        }
    }

    /**
     * A refresh failed.
     *
     * @param connected whether the database had let the session in
     * @param shown what the table shows without this failure
     */
    synchronized Next failed(
            TablePlan plan, DegradedCode code, boolean connected, Shown shown, Moment now) {
        if (!connected) {
            if (code == DegradedCode.DB_AUTH_FAILED) timetable.pause(now);
            else loggedIn(now);
        }
        Moment tick = timetable.next(plan, now);
        if (!code.retryable()) return new Next(tick, Optional.empty());
        if (shown == Shown.NOTHING) waiting.put(plan.table(), plan);
        // A full pool mends by waiting alone, and so does a server that is away.
        if (!connected
                || code.retry() != DegradedCode.Retry.AFTER_BACKOFF
                || shown == Shown.DEGRADED) {
            return new Next(tick, Optional.empty());
        }
        int before = failures.merge(plan.table(), 1, Integer::sum) - 1;
        Duration cap = FIRST_DELAY_MAX.multipliedBy(1L << Math.min(before, DOUBLINGS_MAX));
        Duration delay = delay(cap.compareTo(plan.period()) < 0 ? cap : plan.period());
        if (!mayRetry(plan, now, delay)) return new Next(tick, Optional.empty());
        return new Next(
                new Moment(now.wall().plus(delay), now.nanos() + delay.toNanos()),
                Optional.of(delay));
    }

    /** Whether one more attempt of the table is allowed then, which is counted. */
    private boolean mayRetry(TablePlan plan, Moment now, Duration delay) {
        boolean inTime = timetable.next(plan, now).since(now).compareTo(delay) > 0;
        if (!inTime || retried.contains(plan.table()) || !budget.take(plan.table(), now, delay))
            return false;
        retried.add(plan.table());
        return true;
    }

    private Duration delay(Duration most) {
        return Duration.ofNanos((long) (chance.getAsDouble() * most.toNanos()));
    }
}
