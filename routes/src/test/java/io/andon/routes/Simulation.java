package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.cache.column.Column;
import io.andon.cache.column.LongColumn;
import io.andon.cache.disk.PlantFolder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldTypes;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.StateMap;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Lookup;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.processors.RetryAfter;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.gate.Refusal;
import io.andon.processors.refresh.DiskSteps;
import io.andon.processors.refresh.Flights;
import io.andon.processors.refresh.RefreshObserver;
import io.andon.processors.refresh.RefreshSteps;
import io.andon.processors.source.MemoryBudget;
import io.andon.processors.source.TableReader;
import io.andon.routes.operations.DiskMetrics;
import io.andon.routes.simulation.Expected;
import io.andon.routes.simulation.Factory;
import io.andon.routes.simulation.FaultySource;
import io.andon.routes.simulation.FaultySource.Trouble;
import io.andon.routes.simulation.Pacing;
import io.andon.routes.simulation.SimulatedTime;
import io.andon.routes.simulation.Sums;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.WireTapDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One simulated plant: the real routes, steps, gates and store on a real database, whose troubles,
 * clock and chance are seeded. After every attempt everything is compared with what was expected.
 */
final class Simulation implements AutoCloseable {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Set<String> DERIVED = Set.of("hold_type", "age_days", "workcenter_order");
    private static final long HEAP = 1L << 40;

    /** So few rows are read before what they take is counted first. */
    private static final int ROWS_UNCOUNTED = 256;

    private final Path folder;
    private final Random random;
    private final SimulatedTime time = new SimulatedTime();
    private final Factory factory;
    private final FaultySource source;
    private final Plant plant;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    java.util.Comparator.comparingLong(Event::nanos)
                            .thenComparingLong(Event::order));
    private final Map<TableName, Expected> expected = new HashMap<>();
    private final Map<TableName, Long> versions = new HashMap<>();
    private final Map<TableName, Degradation> failures = new HashMap<>();
    private final Map<TableName, Accepted> accepted = new HashMap<>();
    private final Set<TableName> probed = new HashSet<>();
    private final Map<TableName, String> outcomes = new HashMap<>();
    private final Map<TableName, Long> saved = new HashMap<>();
    private final Map<TableName, Long> confirmed = new HashMap<>();
    private final Pacing pacing;
    private final Sums sums;
    private final Tally tally = new Tally();
    private long order;
    private int epoch;
    private int stepsToKill;
    private boolean isKilled;
    private boolean wallWasSet;
    private boolean heapIsFull;
    private SnapshotStore store;
    private Gatekeeper gates;
    private @Nullable PlantFolder disk;
    private @Nullable DefaultCamelContext context;
    private @Nullable ProducerTemplate producer;

    /** A tick or an attempt beyond the schedule that is due. */
    private record Event(long nanos, long order, TableName table, boolean tick, int epoch) {}

    /** What a history held. */
    static final class Tally {
        double hours;
        int attempts;
        int outages;
        int restarts;
        int killed;
        int restored;
        int unchanged;
        int refused;
        int standstills;
        int wallSteps;
        int extras;

        @Override
        public String toString() {
            return "%.1f h, %d attempts (%d unchanged, %d refused, %d launched), %d outages, %d starts (%d killed amid a step, %d tables restored), %d standstills, %d steps of the wall clock"
                    .formatted(
                            hours,
                            attempts,
                            unchanged,
                            refused,
                            extras,
                            outages,
                            restarts,
                            killed,
                            restored,
                            standstills,
                            wallSteps);
        }
    }

    /** A row count that an administrator let through, until then. */
    private record Accepted(int rows, long untilNanos) {}

    /**
     * A plant at its first start.
     *
     * @param folder an empty one
     */
    Simulation(long seed, Path folder) {
        this.folder = folder;
        random = new Random(seed);
        factory = new Factory(random);
        source = new FaultySource(factory.source());
        List<Integer> seconds =
                List.of(List.of(5, 60, 5), List.of(30, 30, 30), List.of(600, 600, 120))
                        .get((int) Math.floorMod(seed, 3L));
        var tables = new ArrayList<TablePlan>();
        for (int i = 0; i < seconds.size(); i++) {
            String table = Factory.TABLES.get(i);
            tables.add(plan(new TableName(table), factory.query(table), seconds.get(i)));
        }
        plant =
                new Plant(
                        "simulated",
                        "Simulated",
                        ZoneOffset.UTC,
                        LocalTime.MIDNIGHT,
                        new Source("", ""),
                        tables,
                        new StateMap(Map.of()),
                        new HoldTypes(Set.of()),
                        List.of(),
                        Optional.empty(),
                        List.of());
        tables.forEach(
                each -> expected.put(each.table(), new Expected(each.table().value(), factory)));
        store = new SnapshotStore(plant, time);
        gates = new Gatekeeper(store);
        pacing = new Pacing(plant, time);
        sums = new Sums(factory);
        source.onQuery(() -> time.pass(Duration.ofMillis(random.nextInt(150))));
    }

    private static TablePlan plan(TableName table, String sql, int seconds) {
        Duration period = Duration.ofSeconds(seconds);
        return new TablePlan(
                table,
                sql,
                // Of one table a probe says whether there is anything to read.
                table.equals(new TableName("resource_status"))
                        ? Optional.of(Factory.probe())
                        : Optional.empty(),
                period,
                Duration.ofSeconds(60),
                period.multipliedBy(3),
                Duration.ofHours(4),
                Optional.empty(),
                true,
                List.of(),
                GateLimits.DEFAULT);
    }

    /** Runs so many attempts; what happened meanwhile. */
    Tally run(int wanted) throws Exception {
        start();
        while (tally.attempts < wanted) {
            Event event = events.remove();
            if (event.epoch() != epoch) continue;
            time.passTo(event.nanos());
            if (random.nextInt(6) == 0) factory.happen();
            if (random.nextInt(12) == 0) bringOrEndTrouble();
            if (random.nextInt(300) == 0) disturb();
            if (random.nextInt(400) == 0) stepsToKill = 1 + random.nextInt(25);
            if (random.nextInt(800) == 0) {
                restart();
                continue;
            }
            attempt(event);
            if (random.nextInt(10) == 0) keepDisk(event.table());
        }
        tally.hours = time.nanos() / 3.6e12;
        return tally;
    }

    /** The process stands still, the wall clock is set, or the heap fills. */
    private void disturb() {
        switch (random.nextInt(3)) {
            case 0 -> {
                time.pass(Duration.ofMillis(1000 + random.nextInt(600_000)));
                pacing.stoodStill();
                tally.standstills++;
            }
            case 1 -> {
                boolean back = random.nextBoolean();
                time.step(back ? Duration.ofHours(-1 - random.nextInt(5)) : Duration.ofDays(2));
                wallWasSet = true;
                tally.wallSteps++;
            }
            default -> heapIsFull = !heapIsFull;
        }
    }

    /** What the route does once a period by its own timer. */
    private void keepDisk(TableName table) throws Exception {
        if (producer == null) throw new IllegalStateException();
        producer.send("direct:keep-" + table, _ -> {});
        if (isKilled) restart();
        else noteSaved(table);
    }

    private void noteSaved(TableName table) {
        if (disk == null || store.state(table).disk().isPresent()) return;
        TablePlan plan = plant.table(table).orElseThrow();
        store.state(table).snapshot().ifPresent(shown -> saved.put(plan.table(), shown.version()));
    }

    private void bringOrEndTrouble() {
        if (source.trouble() != Trouble.NONE || random.nextInt(3) == 0) {
            if (source.trouble() != Trouble.NONE) pacing.settled();
            source.bring(Trouble.NONE, 0, false);
        } else {
            List<Trouble> all = List.of(Trouble.values());
            Trouble trouble = all.get(random.nextInt(all.size()));
            if (trouble != Trouble.NONE) tally.outages++;
            source.bring(trouble, random.nextInt(8), random.nextBoolean());
        }
    }

    private void start() throws Exception {
        var memory = new MemoryBudget(HEAP, () -> heapIsFull ? HEAP : 0);
        pacing.started();
        tally.restarts++;
        var steps =
                new RefreshSteps(
                        new RefreshSteps.Parts(
                                plant,
                                source.pool(),
                                new TableReader(plant.zone(), deadlines, memory),
                                memory,
                                Duration.ofSeconds(10),
                                store,
                                new CompositeStore(store, plant),
                                time,
                                observer(),
                                gates,
                                new Flights(),
                                (table, delay) ->
                                        later(table, time.nanos() + delay.toNanos(), false),
                                random::nextDouble,
                                2));
        var camel = new DefaultCamelContext();
        context = camel;
        camel.getShutdownStrategy().setTimeout(1);
        camel.getCamelContextExtension().addInterceptStrategy(this::killing);
        disk = new PlantFolder(folder, plant.id());
        var keeper =
                new DiskSteps(
                        plant,
                        disk,
                        store,
                        new CompositeStore(store, plant),
                        time,
                        memory,
                        new DiskMetrics(new SimpleMeterRegistry()));
        camel.addRoutes(
                new ErrorPolicies(steps, keeper, new RetryAfter(() -> Duration.ofSeconds(30))));
        camel.addRoutes(new RefreshRoutes(plant.tables(), steps, keeper));
        for (TablePlan plan : plant.tables()) {
            String tick = "tick-" + plan.table();
            AdviceWith.adviceWith(camel, tick, route -> route.replaceFromWith("direct:" + tick));
            String keep = "keep-" + plan.table();
            AdviceWith.adviceWith(camel, keep, route -> route.replaceFromWith("direct:" + keep));
            // On this very thread, so that the seed says when it happens.
            AdviceWith.adviceWith(
                    camel,
                    "refresh-" + plan.table(),
                    route ->
                            route.weaveByType(WireTapDefinition.class)
                                    .replace()
                                    .to("direct:save-" + plan.table()));
            later(plan.table(), time.nanos() + random.nextInt(1_000_000), true);
        }
        camel.start();
        producer = camel.createProducerTemplate();
        keeper.restore();
        plant.tables().forEach(this::assertRestored);
    }

    private Processor killing(
            CamelContext context, NamedNode step, Processor target, Processor next) {
        return exchange -> {
            if (stepsToKill > 0 && --stepsToKill == 0) isKilled = true;
            if (isKilled) exchange.setRouteStop(true);
            else target.process(exchange);
        };
    }

    /** As after kill -9, some time later. */
    private void restart() throws Exception {
        if (context != null) context.stop();
        if (disk != null) disk.close();
        epoch++;
        stepsToKill = 0;
        isKilled = false;
        heapIsFull = false;
        events.clear();
        time.pass(Duration.ofSeconds(1 + random.nextInt(100)));
        store = new SnapshotStore(plant, time);
        gates = new Gatekeeper(store);
        failures.clear();
        accepted.clear();
        probed.clear();
        start();
    }

    /** What is back is what was published under its number, and the last one that was saved. */
    private void assertRestored(TablePlan plan) {
        TableName table = plan.table();
        Expected account = expected(table);
        Optional<IndexedSnapshot> back = store.state(table).snapshot();
        account.restart(back.map(IndexedSnapshot::version));
        if (back.isEmpty()) {
            assertThat(saved).doesNotContainKey(table);
            return;
        }
        tally.restored++;
        assertThat(back.get().version()).isGreaterThanOrEqualTo(saved.getOrDefault(table, 0L));
        assertThat(rowsOf(back.get())).isEqualTo(account.shown());
        long age = time.now().since(store.state(table).verifiedAt().orElseThrow()).toMillis();
        long atLeast = (time.nanos() - confirmed.getOrDefault(table, 0L)) / 1_000_000;
        if (!wallWasSet) assertThat(age).isGreaterThanOrEqualTo(atLeast - 1);
    }

    private RefreshObserver observer() {
        return new RefreshObserver() {
            @Override
            public void stands(TableName table) {}

            @Override
            public void finished(TableName table, String outcome, Duration took) {
                outcomes.put(table, outcome);
            }
        };
    }

    private void later(TableName table, long nanos, boolean tick) {
        events.add(new Event(nanos, order++, table, tick, epoch));
    }

    /** Runs one event, and compares what became of it. */
    private void attempt(Event event) throws Exception {
        TableName table = event.table();
        TablePlan plan = plant.table(table).orElseThrow();
        if (event.tick()) later(table, event.nanos() + plan.period().toNanos(), true);
        TableState before = store.state(table);
        if (random.nextInt(30) == 0) acceptWhatIsSuspect(plan);
        Trouble trouble = source.trouble();
        int rows = factory.count(table.value(), "TRUE");
        boolean unchanged =
                plan.probe().isPresent() && probed.contains(table) && expected(table).isUnchanged();
        long connects = source.connects();
        long beganNanos = time.nanos();
        outcomes.remove(table);
        if (producer == null) throw new IllegalStateException();
        producer.send("direct:" + (event.tick() ? "tick-" : "due-") + table, _ -> {});
        if (source.connects() > connects) {
            tally.attempts++;
            if (!event.tick()) tally.extras++;
            pacing.attempted(beganNanos);
            pacing.assertPromised(table, event.tick(), beganNanos);
        }
        if (source.trouble() == Trouble.NONE && trouble != Trouble.NONE) {
            if (trouble == Trouble.LOGIN) pacing.loginRefused();
            pacing.settled();
        } else if (trouble == Trouble.LOGIN) pacing.loginRefused();
        if (isKilled) {
            killed(table, before);
            return;
        }
        if (source.connects() == connects) {
            assertThat(store.state(table)).isEqualTo(before);
        } else {
            compare(new Attempt(plan, before, trouble, rows, unchanged, beganNanos));
        }
        assertStanding(plan);
        pacing.look(store, source.trouble() != Trouble.NONE);
    }

    /** One attempt, and what was before it. */
    private record Attempt(
            TablePlan plan,
            TableState before,
            Trouble trouble,
            int rows,
            boolean unchanged,
            long beganNanos) {}

    private void compare(Attempt attempt) {
        TablePlan plan = attempt.plan();
        Trouble trouble = attempt.trouble();
        String outcome = outcomes.getOrDefault(plan.table(), "");
        // A session that breaks after the last row has read them all.
        boolean met =
                trouble != Trouble.NONE
                        && !outcome.equals("published")
                        && outcome.equals(trouble.code());
        if (trouble != Trouble.NONE && trouble != Trouble.BREAKS)
            assertThat(outcome).isEqualTo(trouble.code());
        if (met) assertKept(plan, attempt.before(), trouble.code());
        else if (attempt.unchanged() && attempt.before().failure().isEmpty()) {
            assertThat(outcome).isEqualTo("unchanged");
            tally.unchanged++;
            TableState after = store.state(plan.table());
            assertThat(after.snapshot()).isEqualTo(attempt.before().snapshot());
            assertThat(after.verifiedAt().orElseThrow().nanos()).isEqualTo(attempt.beganNanos());
            confirmed.put(plan.table(), attempt.beganNanos());
        } else {
            assertRead(attempt, outcome);
        }
    }

    /** Whatever had been published by then was published whole. */
    private void killed(TableName table, TableState before) throws Exception {
        tally.killed++;
        TableState after = store.state(table);
        Expected account = expected(table);
        if (!after.snapshot().equals(before.snapshot())) {
            IndexedSnapshot shown = after.snapshot().orElseThrow();
            int rows = factory.count(table.value(), "TRUE");
            assertThat(account.read(time.nanos(), isAccepted(table, rows))).isEmpty();
            account.number(shown.version());
            assertThat(shown.version()).isGreaterThan(versions.getOrDefault(table, 0L));
            versions.put(table, shown.version());
            assertThat(rowsOf(shown)).isEqualTo(account.shown());
        }
        after.verifiedAt()
                .filter(at -> !after.verifiedAt().equals(before.verifiedAt()))
                .ifPresent(at -> confirmed.put(table, at.nanos()));
        // A number that is nowhere on disk is not known to a process whose clock is behind it.
        if (random.nextInt(3) == 0 && isAllSaved()) {
            time.step(Duration.ofHours(-1));
            wallWasSet = true;
        }
        restart();
    }

    private boolean isAllSaved() {
        return versions.entrySet().stream()
                .allMatch(each -> each.getValue().equals(saved.get(each.getKey())));
    }

    private void acceptWhatIsSuspect(TablePlan plan) {
        Optional<Refusal> refusal =
                gates.refusal(plan.table())
                        .filter(Refusal::holds)
                        .filter(each -> Gatekeeper.acceptable(each.code()));
        if (refusal.isEmpty()) return;
        gates.accept(plan, refusal.get(), time.now());
        long until = time.nanos() + 2 * MINUTE_NANOS + plan.period().toNanos();
        accepted.put(plan.table(), new Accepted(refusal.get().rows().orElseThrow(), until));
    }

    private boolean isAccepted(TableName table, int rows) {
        Accepted known = accepted.get(table);
        return known != null
                && time.nanos() <= known.untilNanos()
                && Math.abs(known.rows() - rows) * 100 <= Math.max(known.rows(), rows);
    }

    private void assertRead(Attempt attempt, String outcome) {
        TablePlan plan = attempt.plan();
        TableName name = plan.table();
        Expected table = expected(name);
        if (heapIsFull && attempt.rows() >= ROWS_UNCOUNTED) {
            assertThat(outcome).isEqualTo("SOURCE_TOO_LARGE");
            assertKept(plan, attempt.before(), outcome);
            return;
        }
        String code = table.read(time.nanos(), isAccepted(name, attempt.rows()));
        if (!code.isEmpty()) {
            assertThat(outcome).isEqualTo(code);
            tally.refused++;
            assertKept(plan, attempt.before(), code);
            return;
        }
        assertThat(outcome).isEqualTo("published");
        TableState after = store.state(name);
        IndexedSnapshot shown = after.snapshot().orElseThrow();
        assertThat(after.failure()).isEmpty();
        failures.remove(name);
        accepted.remove(name);
        probed.add(name);
        confirmed.put(name, attempt.beganNanos());
        assertThat(shown.version()).isGreaterThan(versions.getOrDefault(name, 0L));
        versions.put(name, shown.version());
        table.number(shown.version());
        noteSaved(name);
        assertThat(shown.snapshot().rowsRead()).isEqualTo(attempt.rows());
        assertThat(rowsOf(shown)).isEqualTo(table.shown());
        sums.assertAgree(shown);
    }

    private Expected expected(TableName table) {
        Expected found = expected.get(table);
        if (found == null) throw new IllegalArgumentException(table.toString());
        return found;
    }

    /** The same version stands, under the code since it first came. */
    private void assertKept(TablePlan plan, TableState before, String code) {
        TableName table = plan.table();
        TableState after = store.state(table);
        assertThat(after.snapshot()).isEqualTo(before.snapshot());
        boolean again =
                events.stream().anyMatch(each -> each.table().equals(table) && !each.tick());
        if (after.failure().isEmpty()) {
            assertThat(again).as("a failure that is not shown is tried again").isTrue();
            return;
        }
        Degradation failure = after.failure().get();
        Degradation known = failures.get(table);
        assertThat(failure.code().name()).isEqualTo(code);
        if (known != null && known.code() == failure.code()) assertThat(failure).isEqualTo(known);
        failures.put(table, failure);
    }

    /** Fresh exactly as long as nothing is wrong and the version was confirmed of late. */
    private void assertStanding(TablePlan plan) {
        TableState state = store.state(plan.table());
        List<DegradedCode> codes = store.find(plan.table()).codes();
        Moment now = time.now();
        if (state.snapshot().isEmpty()) {
            assertThat(store.find(plan.table())).isInstanceOf(Lookup.Absent.class);
            return;
        }
        Duration age = now.since(state.verifiedAt().orElseThrow());
        boolean expired = age.compareTo(plan.expireAfter()) > 0;
        boolean old = age.compareTo(plan.freshFor()) > 0;
        var wanted = new ArrayList<DegradedCode>();
        state.failure().map(Degradation::code).ifPresent(wanted::add);
        if (expired) wanted.add(DegradedCode.CACHE_EXPIRED);
        else if (old) wanted.add(DegradedCode.CACHE_STALE);
        assertThat(codes).isEqualTo(wanted);
    }

    private static List<String> rowsOf(IndexedSnapshot shown) {
        var rows = new ArrayList<String>();
        List<Column> columns =
                shown.snapshot().schema().columns().stream()
                        .filter(each ->
                                Factory.isCompared(each.name()) && !DERIVED.contains(each.name()))
                        .map(each -> shown.snapshot().column(each.name()))
                        .toList();
        for (int row = 0; row < shown.rowCount(); row++) {
            int at = row;
            rows.add(String.join("|", columns.stream().map(each -> cell(each, at)).toList()));
        }
        return rows.stream().sorted().toList();
    }

    private static String cell(Column column, int row) {
        if (column.isNull(row)) return "null";
        return column instanceof LongColumn numbers
                ? Long.toString(numbers.at(row))
                : String.valueOf(column.text(row));
    }

    @Override
    public void close() throws IOException {
        if (context != null) context.stop();
        if (disk != null) disk.close();
        deadlines.shutdownNow();
        factory.close();
    }
}
