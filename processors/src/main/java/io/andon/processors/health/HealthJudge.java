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

/**
 * Judges the runtime by its tables and its own pulse. Liveness is the pulse alone, so that a
 * database that is down never looks like a process that is stuck.
 */
public final class HealthJudge {
    private final Plant plant;
    private final SnapshotStore store;
    private final TimeSource time;
    private final Vitals vitals;
    private final AtomicReference<Spell> spell;
    private volatile boolean draining;

    /** A state and since when it holds. */
    private record Spell(State state, Instant since) {}

    public HealthJudge(Plant plant, SnapshotStore store, TimeSource time, Vitals vitals) {
        this.plant = plant;
        this.store = store;
        this.time = time;
        this.vitals = vitals;
        this.spell = new AtomicReference<>(new Spell(State.STARTING, time.now().wall()));
    }

    /** From now on the runtime is going down. */
    public void drain() {
        draining = true;
    }

    /** A state that holds on since {@code former} judged began then. */
    public void takeOver(HealthJudge former) {
        spell.set(former.spell.get());
    }

    public boolean isLive() {
        return vitals.beats();
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
        boolean restartHelps = !isLive() || vitals.poolStuck();
        return new Health(
                state,
                current.since(),
                reasons,
                restartHelps ? Action.RESTART : action,
                restartHelps,
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
        reasons.addAll(vitals.reasons());
        reasons.sort(Comparator.comparing(Degradation::code));
        return reasons;
    }

    private Optional<Instant> nextAttemptAt() {
        return plant.tables().stream()
                .flatMap(plan -> store.state(plan.table()).nextAttemptAt().stream())
                .min(Comparator.naturalOrder());
    }
}
