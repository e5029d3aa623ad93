package io.andon.routes.operations;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.DerivedIndex;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.MachineView;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.compose.Answer;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.gate.Refusal;
import io.andon.routes.edge.Admission;
import io.andon.routes.edge.EventStream;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Processor;

/** Andon's own metrics, scraped as Prometheus text. */
public final class Metrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<TableName> COMPOSED =
            List.of(TableName.LOTS, TableName.RESOURCES, TableName.RESOURCE_STATUS);
    private static final String EVENTS = "/api/events";
    private static final List<String> ROUTED =
            List.of("/api", "/health", "/observe", "/admin", "/openapi.json");

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
            EventStream events,
            Gatekeeper gates) {
        this.registry = registry;
        this.tables = plant.tables().stream().map(TablePlan::table).toList();
        this.store = store;
        this.time = time;
        this.indexBytes = MultiGauge.builder("andon_index_bytes").register(registry);
        this.indexBuild = MultiGauge.builder("andon_index_build_seconds").register(registry);
        plant.tables().forEach(this::bindTable);
        tables.forEach(table -> bindRefusal(table, gates));
        COMPOSED.stream().filter(tables::contains).forEach(table -> bindLag(table, machines));
        if (tables.contains(TableName.RESOURCES)) bindMachines(machines);
        for (DegradedCode code : DegradedCode.values()) {
            Gauge.builder("andon_degraded", () -> tablesWith(code))
                    .description("Tables that carry the code now")
                    .tag("code", code.name())
                    .register(registry);
        }
        Gauge.builder("andon_event_clients", events, EventStream::clients).register(registry);
        Gauge.builder("andon_event_clients_dropped", events, EventStream::dropped)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Shows how many requests are under way, how many may be, and how many were refused. */
    public void admission(Admission admission) {
        Gauge.builder("andon_http_in_flight", admission, Admission::inside).register(registry);
        Gauge.builder("andon_http_in_flight_max", admission, Admission::max).register(registry);
        FunctionCounter.builder("andon_http_shed", admission, Admission::refused)
                .description("Requests refused with OVERLOADED")
                .register(registry);
    }

    /** Counts and times a refresh that ended. */
    public void refreshed(TableName table, String outcome, Duration took) {
        Tags tags = Tags.of("table", table.value(), "outcome", outcome);
        registry.timer("andon_refresh", tags).record(took);
        registry.counter("andon_refresh_total", tags).increment();
        indices();
    }

    /** Counts and times a request that ended. */
    public void requested(String path, int status, long nanos, int attempt) {
        Tags tags =
                Tags.of("operation", path, "lane", lane(path), "status", Integer.toString(status));
        registry.timer("andon_http_requests", tags).record(nanos, TimeUnit.NANOSECONDS);
        if (attempt > 1) registry.counter("andon_client_retries").increment();
    }

    /** Routes are Camel's; the event stream and the pages stand in front of them. */
    private static String lane(String path) {
        boolean routed = !path.equals(EVENTS) && ROUTED.stream().anyMatch(path::startsWith);
        return routed ? "camel" : "edge";
    }

    public Processor scrape() {
        return exchange -> Answer.ANSWER.put(exchange, new Answer.Text(TEXT, registry.scrape()));
    }

    private void bindTable(TablePlan plan) {
        TableName table = plan.table();
        gauge(table, "andon_table_version", state -> of(state, IndexedSnapshot::version));
        gauge(table, "andon_table_rows", state -> of(state, IndexedSnapshot::rowCount));
        gauge(table, "andon_table_bytes", state -> of(state, IndexedSnapshot::bytes));
        gauge(
                table,
                "andon_rows_quarantined",
                state -> of(state, version -> version.snapshot().quarantined()));
        gauge(
                table,
                "andon_table_age_seconds",
                state ->
                        of(
                                state,
                                version ->
                                        seconds(
                                                Duration.between(
                                                        version.snapshot().asOf(),
                                                        time.now().wall()))));
        gauge(
                table,
                "andon_table_verified_age_seconds",
                state ->
                        state.verifiedAt()
                                .map(at -> seconds(time.now().since(at)))
                                .orElse(Double.NaN));
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

    private void gauge(TableName table, String name, ToDoubleFunction<TableState> value) {
        Gauge.builder(name, () -> value.applyAsDouble(store.state(table)))
                .tag("table", table.value())
                .register(registry);
    }

    private static double of(TableState state, ToDoubleFunction<IndexedSnapshot> value) {
        return state.snapshot().map(value::applyAsDouble).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private double tablesWith(DegradedCode code) {
        return tables.stream().filter(table -> store.find(table).codes().contains(code)).count();
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
