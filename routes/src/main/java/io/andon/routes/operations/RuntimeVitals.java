package io.andon.routes.operations;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.TimeSource;
import io.andon.processors.health.Vitals;
import io.andon.routes.source.Pools;
import io.andon.routes.source.SourceBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The vitals of the running process: looked at once a second, told at once. */
public final class RuntimeVitals implements Vitals {
    private final Plant plant;
    private final Pulse pulse;
    private final Pools pools;
    private final SourceBreaker breaker;
    private final CamelChecks camel;
    private final TimeSource time;
    private final Duration readMax;
    private volatile List<Degradation> stuck = List.of();

    public RuntimeVitals(
            Plant plant,
            Pulse pulse,
            Pools pools,
            SourceBreaker breaker,
            CamelChecks camel,
            TimeSource time) {
        this.plant = plant;
        this.pulse = pulse;
        this.pools = pools;
        this.breaker = breaker;
        this.camel = camel;
        this.time = time;
        this.readMax =
                plant.tables().stream()
                        .map(TablePlan::readDeadline)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
    }

    /** Looks anew; to be called every second or so. */
    public void look() {
        camel.look();
        // a read ends at its deadline; one minute more is for its end to be noticed
        List<String> full = pools.stuck(readMax.plusMinutes(1));
        Instant now = time.now().wall();
        stuck = full.stream().flatMap(this::users).map(user -> exhausted(user, now)).toList();
    }

    @Override
    public boolean beats() {
        return pulse.beats();
    }

    @Override
    public boolean poolStuck() {
        return !stuck.isEmpty();
    }

    @Override
    public List<Degradation> reasons() {
        var reasons = new ArrayList<>(breaker.reasons());
        reasons.addAll(stuck);
        reasons.addAll(camel.reasons());
        return reasons;
    }

    private Degradation exhausted(TableName user, Instant now) {
        Optional<Degradation> known =
                stuck.stream().filter(each -> each.table().equals(user)).findAny();
        return known.orElseGet(() -> new Degradation(DegradedCode.DB_POOL_EXHAUSTED, user, now));
    }

    /** Who borrows from that pool. */
    private Stream<TableName> users(String pool) {
        return pool.equals(Pools.READER)
                ? plant.tables().stream().map(TablePlan::table)
                : plant.queries().stream().map(SourceQuery::name);
    }
}
