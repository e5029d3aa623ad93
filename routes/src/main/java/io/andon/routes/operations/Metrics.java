package io.andon.routes.operations;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.DerivedIndex;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.MachineView;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.compose.Answer;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.gate.Refusal;
import io.andon.processors.health.HealthJudge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Processor;

/** Andon's own metrics, scraped as Prometheus text. */
public final class Metrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<TableName> COMPOSED =
            List.of(TableName.LOTS, TableName.RESOURCES, TableName.RESOURCE_STATUS);

    private final PrometheusMeterRegistry registry;
    private final List<TableName> tables;
    private final SnapshotStore store;
    private final TimeSource time;
    private final MultiGauge indexBytes;
    private final MultiGauge indexBuild;

    public Metrics(
            PrometheusMeterRegistry registry,
            Plant plant,
            SnapshotStore store,
            CompositeStore machines,
            TimeSource time,
            HealthJudge judge,
            Gatekeeper gates) {
        this.registry = registry;
        this.tables = plant.tables().stream().map(TablePlan::table).toList();
        this.store = store;
        this.time = time;
        this.indexBytes =
                MultiGauge.builder("andon_index_bytes")
                        .description("Memory of the index")
                        .register(registry);
        this.indexBuild =
                MultiGauge.builder("andon_index_build_seconds")
                        .description("Time that the index of the version in use took to build")
                        .register(registry);
        plant.tables().forEach(this::bindTable);
        tables.forEach(table -> bindRefusal(table, gates));
        COMPOSED.stream().filter(tables::contains).forEach(table -> bindLag(table, machines));
        if (tables.contains(TableName.RESOURCES)) bindMachines(machines);
        Gauge.builder("andon_ready", () -> judge.notReady().isEmpty() ? 1 : 0)
                .description("1 while every required table has a version that may be shown")
                .register(registry);
        for (DegradedCode code : DegradedCode.values()) {
            Gauge.builder("andon_degraded", () -> carriersOf(code, judge))
                    .description("Tables and questions that carry the code now, as /health says")
                    .tag("code", code.name())
                    .register(registry);
        }
    }

    /** Counts and times a refresh that ended. */
    public void refreshed(TableName table, String outcome, Duration took) {
        Tags tags = Tags.of("table", table.value(), "outcome", outcome);
        Timer.builder("andon_refresh")
                .description("Refreshes that ended, and how long they took")
                .tags(tags)
                .register(registry)
                .record(took);
        Counter.builder("andon_refresh_total")
                .description("Refreshes that ended")
                .tags(tags)
                .register(registry)
                .increment();
        indices();
    }

    public Processor scrape() {
        return exchange -> Answer.ANSWER.put(exchange, new Answer.Text(TEXT, registry.scrape()));
    }

    private void bindTable(TablePlan plan) {
        TableName table = plan.table();
        version(table, "andon_table_version", "Version in use", IndexedSnapshot::version);
        version(table, "andon_table_rows", "Rows of the version", IndexedSnapshot::rowCount);
        version(table, "andon_table_bytes", "Memory of the version", IndexedSnapshot::bytes);
        version(
                table,
                "andon_rows_quarantined",
                "Rows that the version leaves out because they are broken",
                each -> each.snapshot().quarantined());
        version(
                table,
                "andon_table_age_seconds",
                "Age of the data itself",
                each -> seconds(Duration.between(each.snapshot().asOf(), time.now().wall())));
        gauge(
                table,
                "andon_table_verified_age_seconds",
                "Time since a read or probe last confirmed the version",
                state ->
                        state.verifiedAt()
                                .map(at -> seconds(time.now().since(at)))
                                .orElse(Double.NaN));
        gauge(
                table,
                "andon_table_fresh_for_seconds",
                "Verified age from which the plant calls the table stale",
                _ -> seconds(plan.freshFor()));
        gauge(
                table,
                "andon_table_expire_after_seconds",
                "Verified age from which the table is not shown any more",
                _ -> seconds(plan.expireAfter()));
    }

    /** The rows of a read that is refused now; the count of refused reads is an outcome's. */
    private void bindRefusal(TableName table, Gatekeeper gates) {
        Gauge.builder("andon_rows_refused", () -> refused(gates.refusal(table)))
                .description("Rows of the last read while reads are refused")
                .tag("table", table.value())
                .register(registry);
    }

    private static double refused(Optional<Refusal> refusal) {
        return refusal.filter(Refusal::holds).stream()
                .flatMapToInt(each -> each.rows().stream())
                .asDoubleStream()
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Publications that the machines' composite has not joined yet. */
    private void bindLag(TableName table, CompositeStore machines) {
        Gauge.builder("andon_index_lag_versions", () -> machines.lag(table))
                .description("Published versions that the index does not hold yet")
                .tags(Tags.of("table", table.value(), "index", "machines"))
                .register(registry);
    }

    private void bindMachines(CompositeStore machines) {
        Gauge.builder("andon_machines_orphaned", () -> count(machines, MachineView::orphans))
                .description("Machines of the live status that the master does not know")
                .register(registry);
        Gauge.builder("andon_machines_unmapped", () -> count(machines, MachineView::unmapped))
                .description("Machines that are OTHER because the plant does not map their code")
                .register(registry);
    }

    private static double count(CompositeStore machines, ToDoubleFunction<MachineView> what) {
        return machines.current().map(what::applyAsDouble).orElse(Double.NaN);
    }

    /** A gauge of the version in use; NaN without one. */
    private void version(
            TableName table,
            String name,
            String description,
            ToDoubleFunction<IndexedSnapshot> value) {
        gauge(
                table,
                name,
                description,
                state -> state.snapshot().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private void gauge(
            TableName table, String name, String description, ToDoubleFunction<TableState> value) {
        Gauge.builder(name, () -> value.applyAsDouble(store.state(table)))
                .description(description)
                .tag("table", table.value())
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double carriersOf(DegradedCode code, HealthJudge judge) {
        return judge.judge().reasons().stream()
                .filter(reason -> reason.code() == code)
                .map(Degradation::table)
                .distinct()
                .count();
    }

    /** One at a time: a gauge must have gone before another refresh registers it anew. */
    private synchronized void indices() {
        var bytes = new ArrayList<MultiGauge.Row<?>>();
        var build = new ArrayList<MultiGauge.Row<?>>();
        for (TableName table : tables) {
            for (DerivedIndex index :
                    store.state(table).snapshot().map(IndexedSnapshot::indices).orElse(List.of())) {
                Tags tags = Tags.of("table", table.value(), "index", index.name());
                bytes.add(MultiGauge.Row.of(tags, index.bytes()));
                build.add(MultiGauge.Row.of(tags, seconds(index.buildTime())));
            }
        }
        indexBytes.register(bytes, true);
        indexBuild.register(build, true);
    }
}
