package io.andon.processors.health;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Lookup;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TimeSource;
import io.andon.processors.health.Health.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Judges the runtime by its tables and its own pulse. Liveness is the pulse alone, so that a
 * database that is down never looks like a process that is stuck.
 */
public final class HealthJudge {
    private final Plant plant;
    private final SnapshotStore store;
    private final TimeSource time;
    private final BooleanSupplier pulse;
    private final AtomicReference<Spell> spell;
    private volatile boolean draining;
    private volatile Supplier<List<Degradation>> others = List::of;

    /** A state and since when it holds. */
    private record Spell(State state, Instant since) {}

    /**
     * A judge of one plant.
     *
     * @param pulse whether every event loop and the heartbeat have ticked of late
     */
    public HealthJudge(Plant plant, SnapshotStore store, TimeSource time, BooleanSupplier pulse) {
        this.plant = plant;
        this.store = store;
        this.time = time;
        this.pulse = pulse;
        this.spell = new AtomicReference<>(new Spell(State.STARTING, time.now().wall()));
    }

    /** What is less than well beside the tables. */
    public void alsoAsks(Supplier<List<Degradation>> reasons) {
        others = reasons;
    }

    /** From now on the runtime is going down. */
    public void drain() {
        draining = true;
    }

    public boolean isLive() {
        return pulse.getAsBoolean();
    }

    /** The required tables without a version within its hard limit, with the code of each. */
    public List<Degradation> notReady() {
        return plant.tables().stream()
                .filter(TablePlan::required)
                .map(plan -> store.find(plan.table()))
                .filter(Lookup.Absent.class::isInstance)
                .map(Lookup.Absent.class::cast)
                .map(absent -> new Degradation(absent.why(), absent.table(), absent.since()))
                .toList();
    }

    public Health judge() {
        List<Degradation> reasons = reasons();
        State state = state(reasons);
        Instant now = time.now().wall();
        Spell current =
                spell.updateAndGet(old -> old.state() == state ? old : new Spell(state, now));
        Action action =
                reasons.stream()
                        .map(each -> each.code().action())
                        .filter(each -> each != Action.NONE)
                        .findFirst()
                        .orElse(Action.NONE);
        boolean stuck = !isLive();
        return new Health(
                state,
                current.since(),
                reasons,
                stuck ? Action.RESTART : action,
                stuck,
                nextAttemptAt());
    }

    private State state(List<Degradation> reasons) {
        if (draining) return State.DRAINING;
        if (!isLive()) return State.DOWN;
        List<Degradation> missing = notReady();
        if (missing.isEmpty()) return reasons.isEmpty() ? State.UP : State.DEGRADED;
        boolean warming =
                missing.stream().allMatch(each -> each.code() == DegradedCode.CACHE_WARMING);
        return warming ? State.STARTING : State.DOWN;
    }

    private List<Degradation> reasons() {
        var reasons = new ArrayList<Degradation>();
        for (TablePlan plan : plant.tables()) {
            switch (store.find(plan.table())) {
                case Lookup.Fresh _ -> {}
                case Lookup.Stale stale -> reasons.addAll(stale.why());
                case Lookup.Absent absent -> {
                    reasons.add(new Degradation(absent.why(), absent.table(), absent.since()));
                    absent.cause().ifPresent(reasons::add);
                    store.state(plan.table()).disk().ifPresent(reasons::add);
                }
            }
        }
        reasons.addAll(others.get());
        reasons.sort(Comparator.comparing(Degradation::code));
        return reasons;
    }

    private Optional<Instant> nextAttemptAt() {
        return plant.tables().stream()
                .flatMap(plan -> store.state(plan.table()).nextAttemptAt().stream())
                .min(Comparator.naturalOrder());
    }
}
