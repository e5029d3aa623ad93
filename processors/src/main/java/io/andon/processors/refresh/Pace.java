package io.andon.processors.refresh;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * When tables are read: the schedule, and the few attempts beyond it.
 *
 * <p>An attempt beyond the schedule is spent only where it helps: soon after a read that broke
 * while it ran, and, once any table finds the database back, for those that have nothing to show
 * yet. A database that cannot be reached is not asked more often, and what a retry cannot mend is
 * not retried. Threads: any.
 */
final class Pace {
    private static final Duration FIRST_DELAY_MAX = Duration.ofSeconds(1);
    private static final int DOUBLINGS_MAX = 20;

    private final List<TablePlan> tables;
    private final Timetable timetable = new Timetable();
    private final ExtraBudget budget;
    private final Launcher launcher;
    private final DoubleSupplier chance;
    private final Map<TableName, Integer> failures = new HashMap<>();
    private final Map<TableName, TablePlan> waiting = new HashMap<>();

    /**
     * What comes after a failure.
     *
     * @param at the next attempt
     * @param extra the delay of an attempt beyond the schedule, to be launched by the caller
     */
    record Next(Moment at, Optional<Duration> extra) {}

    /**
     * The pace of one database.
     *
     * @param chance from 0 to 1, evenly: the full jitter
     */
    Pace(List<TablePlan> tables, Launcher launcher, DoubleSupplier chance) {
        this.tables = List.copyOf(tables);
        this.budget = new ExtraBudget(tables);
        this.launcher = launcher;
        this.chance = chance;
    }

    boolean goesOn(TablePlan plan, Moment now) {
        return timetable.goesOn(plan, now);
    }

    /** The database let a session in, or failed otherwise; whether that ends a pause of logins. */
    boolean loggedIn() {
        return timetable.resume();
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
            if (comesSooner(other, now, delay) || !budget.take(now, delay)) continue;
            waiting.remove(other.table());
            launcher.launch(other.table(), delay);
        }
    }

    /**
     * A refresh failed.
     *
     * @param connected whether the database had let the session in
     * @param hasVersion whether the table has a version to show
     */
    synchronized Next failed(
            TablePlan plan, DegradedCode code, boolean connected, boolean hasVersion, Moment now) {
        if (!connected) {
            if (code == DegradedCode.DB_AUTH_FAILED) timetable.pause(now);
            else loggedIn();
        }
        Moment tick = timetable.next(plan, now);
        if (!code.retryable()) return new Next(tick, Optional.empty());
        if (!hasVersion) waiting.put(plan.table(), plan);
        // A full pool mends by waiting alone, and so does a server that is away.
        if (!connected || code.retry() != DegradedCode.Retry.AFTER_BACKOFF) {
            return new Next(tick, Optional.empty());
        }
        int before = failures.merge(plan.table(), 1, Integer::sum) - 1;
        Duration cap = FIRST_DELAY_MAX.multipliedBy(1L << Math.min(before, DOUBLINGS_MAX));
        Duration delay = delay(cap.compareTo(plan.period()) < 0 ? cap : plan.period());
        if (comesSooner(plan, now, delay) || !budget.take(now, delay)) {
            return new Next(tick, Optional.empty());
        }
        return new Next(
                new Moment(now.wall().plus(delay), now.nanos() + delay.toNanos()),
                Optional.of(delay));
    }

    private boolean comesSooner(TablePlan plan, Moment now, Duration delay) {
        return timetable.next(plan, now).since(now).compareTo(delay) <= 0;
    }

    private Duration delay(Duration most) {
        return Duration.ofNanos((long) (chance.getAsDouble() * most.toNanos()));
    }
}
