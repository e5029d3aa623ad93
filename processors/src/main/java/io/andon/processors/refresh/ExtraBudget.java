package io.andon.processors.refresh;

import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts beyond the schedule that a database may see: in any minute a tenth of the scheduled
 * ones, of all its tables together. Where a minute has fewer than ten there are none. One that was
 * allowed counts until a minute after it began, however long it waited for its turn.
 */
final class ExtraBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** One extra attempt for so many scheduled ones. */
    private static final long SCHEDULED_PER_EXTRA = 10;

    private final long most;
    private final Deque<Long> begunAtNanos = new ArrayDeque<>();

    /** When those come that are allowed and have not begun. */
    private final Map<TableName, Long> allowedAtNanos = new HashMap<>();

    ExtraBudget(List<TablePlan> tables) {
        long scheduled = tables.stream().mapToLong(plan -> WINDOW.dividedBy(plan.period())).sum();
        most = scheduled / SCHEDULED_PER_EXTRA;
    }

    /** Whether the table may have one more attempt then. */
    synchronized boolean take(TableName table, Moment now, Duration delay) {
        begunAtNanos.removeIf(at -> now.nanos() - at >= WINDOW.toNanos());
        if (begunAtNanos.size() + allowedAtNanos.size() >= most) return false;
        return allowedAtNanos.putIfAbsent(table, now.nanos() + delay.toNanos()) == null;
    }

    /** Whether an attempt of the table that was allowed may begin. */
    synchronized boolean isDue(TableName table, Moment now) {
        Long at = allowedAtNanos.get(table);
        return at != null && now.nanos() - at >= 0;
    }

    /** An attempt of the table begins: the one that was allowed, if there is one. */
    synchronized void begins(TableName table, Moment now) {
        if (allowedAtNanos.remove(table) != null) begunAtNanos.addLast(now.nanos());
    }
}
