package io.andon.routes.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When attempts may come, and how often a code may: counted over lists of times. */
public final class Pacing {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** What reads and other tables' reads take while the simulation does one thing at a time. */
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Plant plant;
    private final SimulatedTime time;
    private final Deque<Long> attempts = new ArrayDeque<>();
    private final Deque<Long> starts = new ArrayDeque<>();
    private final Map<String, Long> changes = new HashMap<>();
    private final Map<TableName, String> codes = new HashMap<>();
    private final Map<TableName, Promise> promises = new HashMap<>();
    private long troubleEnded;
    private long loginEnded = Long.MIN_VALUE / 2;
    private boolean loginRefused;

    /** What the state said of the next attempt, and when that is by the monotonic clock. */
    private record Promise(Instant said, long nanos) {}

    public Pacing(Plant plant, SimulatedTime time) {
        this.plant = plant;
        this.time = time;
    }

    /** A process begins. */
    public void started() {
        starts.addLast(time.nanos());
        changes.clear();
        codes.clear();
        promises.clear();
        settled();
    }

    /** Nothing disturbs the reads from now on. */
    public void settled() {
        if (loginRefused) loginEnded = time.nanos();
        loginRefused = false;
        troubleEnded = time.nanos();
    }

    public void loginRefused() {
        loginRefused = true;
    }

    /** The process stood still until now. */
    public void stoodStill() {
        troubleEnded = time.nanos();
        promises.replaceAll(
                (_, told) -> new Promise(told.said(), Math.max(told.nanos(), time.nanos())));
    }

    /**
     * In no minute more than a tenth above the schedule. A start reads every table once, and has a
     * tenth of its own: it cannot know what the run before it had, which was killed.
     */
    public void attempted(long nanos) {
        attempts.addLast(nanos);
        while (nanos - attempts.getFirst() >= MINUTE) attempts.removeFirst();
        while (!starts.isEmpty() && nanos - starts.getFirst() >= MINUTE) starts.removeFirst();
        long scheduled = 0;
        for (TablePlan plan : plant.tables())
            scheduled += Math.ceilDiv(MINUTE, plan.period().toNanos());
        long begun = (long) starts.size() * plant.tables().size();
        assertThat(attempts.size() * 10L)
                .as("attempts in a minute, times ten: %s", attempts)
                .isLessThanOrEqualTo(scheduled * 11 + begun * 10 + starts.size() * scheduled);
    }

    /** An attempt came when the table's state had said; one beyond the schedule may be sooner. */
    public void assertPromised(TableName table, boolean tick, long nanos) {
        Promise promise = promises.get(table);
        if (promise == null) return;
        assertThat(nanos).as("attempt of " + table).isLessThanOrEqualTo(promise.nanos() + SECOND);
        if (tick) assertThat(nanos).isGreaterThanOrEqualTo(promise.nanos() - SECOND);
    }

    /** Looks at every table after something happened. */
    public void look(SnapshotStore store, boolean inTrouble) {
        for (TablePlan plan : plant.tables()) {
            TableState state = store.state(plan.table());
            noteChange(plan, state);
            notePromise(state);
            if (!inTrouble) assertRecovered(plan, state);
        }
    }

    private void notePromise(TableState state) {
        Optional<Instant> said = state.nextAttemptAt();
        Promise known = promises.get(state.table());
        if (said.isEmpty() || state.failure().isEmpty()) promises.remove(state.table());
        else if (known == null || !known.said().equals(said.get())) {
            long ahead = Duration.between(time.now().wall(), said.get()).toNanos();
            promises.put(state.table(), new Promise(said.get(), time.nanos() + ahead));
        }
    }

    /** Of one table, a code comes at most once a period and goes at most once. */
    private void noteChange(TablePlan plan, TableState state) {
        @Nullable String before = codes.get(plan.table());
        @Nullable String code = state.failure().map(Degradation::code).map(Enum::name).orElse(null);
        if (code == null) codes.remove(plan.table());
        else codes.put(plan.table(), code);
        if (code != null && !code.equals(before)) noteChange(plan, code + " comes");
        if (before != null && !before.equals(code)) noteChange(plan, before + " goes");
    }

    private void noteChange(TablePlan plan, String change) {
        Long last = changes.put(plan.table() + ": " + change, time.nanos());
        if (last == null) return;
        assertThat(time.nanos() - last)
                .as(plan.table() + ": " + change)
                .isGreaterThan(plan.period().toNanos() - SECOND);
    }

    /** A period and a second after the database is back no table blames it; a login, a minute. */
    private void assertRecovered(TablePlan plan, TableState state) {
        long limit = plan.period().toNanos();
        if (loginEnded >= troubleEnded - MINUTE) limit = Math.max(limit, MINUTE);
        if (time.nanos() - troubleEnded <= limit + SECOND) return;
        assertThat(state.failure().map(each -> each.code().name()).orElse(""))
                .as(plan.table() + " a period after the database is back")
                .doesNotStartWith("DB_");
    }
}
