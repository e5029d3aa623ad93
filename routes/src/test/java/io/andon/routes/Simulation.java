package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.cache.column.Column;
import io.andon.cache.column.LongColumn;
import io.andon.cache.disk.PlantFolder;
import io.andon.cache.index.BitmapIndex;
import io.andon.cache.index.GroupIndex;
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
import io.andon.routes.simulation.SimulatedTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

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
    private final Deque<Long> attempts = new ArrayDeque<>();
    private final Map<TableName, String> outcomes = new HashMap<>();
    private long order;
    private long troubleEndedNanos;
    private int epoch;
    private SnapshotStore store;
    private Gatekeeper gates;
    private @Nullable DefaultCamelContext context;
    private @Nullable ProducerTemplate producer;

    /** A tick or an attempt beyond the schedule that is due. */
    private record Event(long nanos, long order, TableName table, boolean tick, int epoch) {}

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
        source.onQuery(() -> time.pass(Duration.ofMillis(random.nextInt(800))));
    }

    private static TablePlan plan(TableName table, String sql, int seconds) {
        Duration period = Duration.ofSeconds(seconds);
        return new TablePlan(
                table,
                sql,
                Optional.empty(),
                period,
                Duration.ofSeconds(60),
                period.multipliedBy(3),
                Duration.ofHours(4),
                Optional.empty(),
                true,
                List.of(),
                GateLimits.DEFAULT);
    }

    /** Runs so many attempts; returns the simulated hours. */
    double run(int wanted) throws Exception {
        start();
        for (int done = 0; done < wanted; ) {
            Event event = events.remove();
            if (event.epoch() != epoch) continue;
            time.passTo(event.nanos());
            if (random.nextInt(6) == 0) factory.happen();
            if (random.nextInt(12) == 0) bringOrEndTrouble();
            if (random.nextInt(800) == 0) {
                restart();
                continue;
            }
            if (attempt(event)) done++;
        }
        return time.nanos() / 3.6e12;
    }

    private void bringOrEndTrouble() {
        if (source.trouble() != Trouble.NONE || random.nextInt(3) == 0) {
            if (source.trouble() != Trouble.NONE) troubleEndedNanos = time.nanos();
            source.bring(Trouble.NONE, 0, false);
        } else {
            List<Trouble> all = List.of(Trouble.values());
            Trouble trouble = all.get(random.nextInt(all.size()));
            source.bring(trouble, random.nextInt(8), random.nextBoolean());
        }
    }

    private void start() throws Exception {
        var steps =
                new RefreshSteps(
                        new RefreshSteps.Parts(
                                plant,
                                source.pool(),
                                new TableReader(plant.zone(), deadlines, unlimited()),
                                unlimited(),
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
        var disk =
                new DiskSteps(
                        plant,
                        new PlantFolder(folder, plant.id()),
                        store,
                        new CompositeStore(store, plant),
                        time,
                        unlimited(),
                        new DiskMetrics(new SimpleMeterRegistry()));
        camel.addRoutes(
                new ErrorPolicies(steps, disk, new RetryAfter(() -> Duration.ofSeconds(30))));
        camel.addRoutes(new RefreshRoutes(plant.tables(), steps, disk));
        for (TablePlan plan : plant.tables()) {
            String tick = "tick-" + plan.table();
            AdviceWith.adviceWith(camel, tick, route -> route.replaceFromWith("direct:" + tick));
            String keep = "keep-" + plan.table();
            AdviceWith.adviceWith(camel, keep, route -> route.replaceFromWith("direct:" + keep));
            // Saving has threads and tests of its own.
            AdviceWith.adviceWith(
                    camel,
                    "refresh-" + plan.table(),
                    route -> route.weaveByType(WireTapDefinition.class).remove());
            later(plan.table(), time.nanos() + random.nextInt(1_000_000), true);
        }
        camel.start();
        producer = camel.createProducerTemplate();
    }

    private static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE, () -> 0);
    }

    /** As after kill -9 without a disk, some time later. */
    private void restart() throws Exception {
        if (context != null) context.stop();
        epoch++;
        events.clear();
        time.pass(Duration.ofSeconds(1 + random.nextInt(100)));
        store = new SnapshotStore(plant, time);
        gates = new Gatekeeper(store);
        expected.values().forEach(Expected::forget);
        failures.clear();
        accepted.clear();
        attempts.clear();
        start();
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

    /** Runs one event; whether the database was asked. */
    private boolean attempt(Event event) {
        TableName table = event.table();
        TablePlan plan = plant.table(table).orElseThrow();
        if (event.tick()) later(table, event.nanos() + plan.period().toNanos(), true);
        TableState before = store.state(table);
        if (random.nextInt(30) == 0) acceptWhatIsSuspect(plan);
        Trouble trouble = source.trouble();
        int rows = factory.count(table.value(), "TRUE");
        long connects = source.connects();
        long beganNanos = time.nanos();
        if (producer == null) throw new IllegalStateException();
        producer.send("direct:" + (event.tick() ? "tick-" : "refresh-") + table, _ -> {});
        if (source.connects() == connects) {
            assertThat(store.state(table)).isEqualTo(before);
            assertStanding(plan);
            return false;
        }
        note(beganNanos);
        assertPromiseWasKept(event, before, beganNanos);
        String outcome = outcomes.getOrDefault(table, "");
        // A session that breaks after the last row has read them all.
        boolean met =
                trouble != Trouble.NONE
                        && !outcome.equals("published")
                        && outcome.equals(trouble.code());
        if (trouble != Trouble.NONE && trouble != Trouble.BREAKS)
            assertThat(outcome).isEqualTo(trouble.code());
        if (met) assertKept(plan, before, trouble.code());
        else assertRead(plan, before, outcome, rows);
        if (source.trouble() == Trouble.NONE && trouble != Trouble.NONE)
            troubleEndedNanos = time.nanos();
        assertStanding(plan);
        return true;
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

    private void assertRead(TablePlan plan, TableState before, String outcome, int rows) {
        Expected table = expected(plan.table());
        String code = table.read(time.nanos(), isAccepted(plan.table(), rows));
        if (!code.isEmpty()) {
            assertThat(outcome).isEqualTo(code);
            assertKept(plan, before, code);
            return;
        }
        assertThat(outcome).isEqualTo("published");
        TableState after = store.state(plan.table());
        IndexedSnapshot shown = after.snapshot().orElseThrow();
        assertThat(after.failure()).isEmpty();
        failures.remove(plan.table());
        accepted.remove(plan.table());
        assertThat(shown.version()).isGreaterThan(versions.getOrDefault(plan.table(), 0L));
        versions.put(plan.table(), shown.version());
        assertThat(shown.snapshot().rowsRead()).isEqualTo(rows);
        assertThat(rowsOf(shown)).isEqualTo(table.shown());
        assertSums(shown);
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
        if (source.trouble() == Trouble.NONE) assertRecovered(plan, state);
    }

    /** One period after the database is back, or a minute for a login, no table blames it. */
    private void assertRecovered(TablePlan plan, TableState state) {
        long quiet = time.nanos() - troubleEndedNanos;
        long limit = plan.period().toNanos() + MINUTE_NANOS + 5 * SECOND_NANOS;
        if (quiet > limit) {
            assertThat(state.failure().map(each -> each.code().name()).orElse(""))
                    .doesNotStartWith("DB_");
        }
    }

    /**
     * A scheduled attempt after a failure comes when the table's state said; others come sooner.
     */
    private void assertPromiseWasKept(Event event, TableState before, long nanos) {
        if (before.failure().isEmpty()) return;
        Instant at = before.nextAttemptAt().orElseThrow();
        Instant came = time.now().wall().minusNanos(time.nanos() - nanos);
        assertThat(came).isBeforeOrEqualTo(at.plusSeconds(5));
        if (event.tick()) {
            assertThat(came).isAfterOrEqualTo(at.minusSeconds(5));
        }
    }

    /** In any minute a tenth more attempts than the schedule makes, and no more. */
    private void note(long nanos) {
        attempts.addLast(nanos);
        while (nanos - attempts.getFirst() >= MINUTE_NANOS) attempts.removeFirst();
        long exact = 0;
        long edges = 0;
        for (TablePlan plan : plant.tables()) {
            exact += MINUTE_NANOS / plan.period().toNanos();
            edges++;
        }
        assertThat((long) attempts.size()).isLessThanOrEqualTo(exact + exact / 10 + edges);
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

    private static void assertSums(IndexedSnapshot shown) {
        for (var index : shown.indices()) {
            assertThat(index.version()).isEqualTo(shown.version());
            if (index instanceof BitmapIndex bitmaps) {
                int sum = 0;
                for (int code = 0; code <= bitmaps.coded().dictionary().size(); code++) {
                    sum += bitmaps.rows(code).getCardinality();
                }
                assertThat(sum).as(index.name()).isEqualTo(shown.rowCount());
            }
            if (index instanceof GroupIndex groups) {
                int sum = 0;
                for (int group = 0; group < groups.groups(); group++) sum += groups.size(group);
                assertThat(sum).as(index.name()).isEqualTo(shown.rowCount());
            }
        }
    }

    @Override
    public void close() {
        if (context != null) context.stop();
        deadlines.shutdownNow();
        factory.close();
    }
}
