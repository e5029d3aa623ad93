package io.andon.cache.store;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.TablePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns a table's state, its plan and the time into what a reader gets. */
final class Judgement {
    private Judgement() {}

    static Lookup of(TableState state, TablePlan plan, Moment now, Instant startedAt) {
        if (state.snapshot().isEmpty() || state.verifiedAt().isEmpty())
            return new Lookup.Absent(
                    state.table(),
                    state.failure().map(Degradation::code).orElse(DegradedCode.CACHE_WARMING),
                    state.failure().map(Degradation::since).orElse(startedAt),
                    state.nextAttemptAt());
        return of(state, state.snapshot().get(), state.verifiedAt().get(), plan, now);
    }

    private static Lookup of(
            TableState state,
            IndexedSnapshot snapshot,
            Moment verifiedAt,
            TablePlan plan,
            Moment now) {
        Duration age = now.since(verifiedAt);
        if (age.compareTo(plan.expireAfter()) > 0)
            return new Lookup.Absent(
                    state.table(),
                    DegradedCode.CACHE_EXPIRED,
                    verifiedAt.wall().plus(plan.expireAfter()),
                    state.nextAttemptAt(),
                    state.failure());
        List<Degradation> why = new ArrayList<>();
        state.failure().ifPresent(why::add);
        state.disk().ifPresent(why::add);
        if (age.compareTo(plan.freshFor()) > 0)
            why.add(
                    new Degradation(
                            DegradedCode.CACHE_STALE,
                            state.table(),
                            verifiedAt.wall().plus(plan.freshFor())));
        stalledSince(snapshot.snapshot().asOf(), plan, now)
                .map(since -> new Degradation(DegradedCode.SOURCE_STALLED, state.table(), since))
                .ifPresent(why::add);
        why.sort(Comparator.comparing(Degradation::code));
        return why.isEmpty()
                ? new Lookup.Fresh(snapshot, verifiedAt)
                : new Lookup.Stale(snapshot, verifiedAt, why);
    }

    private static Optional<Instant> stalledSince(Instant asOf, TablePlan plan, Moment now) {
        return plan.sourceLagMax().map(asOf::plus).filter(now.wall()::isAfter);
    }
}
