package io.andon.processors.refresh;

import io.andon.cache.plant.TablePlan;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The attempts beyond the schedule that a database may see: in any minute a tenth of the scheduled
 * ones, of all its tables together. Where a minute has fewer than ten there are none.
 */
final class ExtraBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** One extra attempt for so many scheduled ones. */
    private static final long SCHEDULED_PER_EXTRA = 10;

    private final long most;
    private final Deque<Long> takenAtNanos = new ArrayDeque<>();

    ExtraBudget(List<TablePlan> tables) {
        long scheduled = tables.stream().mapToLong(plan -> WINDOW.dividedBy(plan.period())).sum();
        most = scheduled / SCHEDULED_PER_EXTRA;
    }

    /** Whether one more attempt may come after that delay, which then counts. */
    synchronized boolean take(Moment now, Duration delay) {
        takenAtNanos.removeIf(at -> now.nanos() - at >= WINDOW.toNanos());
        if (takenAtNanos.size() >= most) return false;
        takenAtNanos.addLast(now.nanos() + delay.toNanos());
        return true;
    }
}
