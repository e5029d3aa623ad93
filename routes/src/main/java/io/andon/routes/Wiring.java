package io.andon.routes;

import com.github.benmanes.caffeine.cache.Cache;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TimeSource;
import io.andon.processors.RetryAfter;
import io.andon.processors.compose.Composer;
import io.andon.processors.compose.HistoryAnswers;
import io.andon.processors.compose.LotAnswers;
import io.andon.processors.compose.MachineAnswers;
import io.andon.processors.compose.PlantAnswer;
import io.andon.processors.control.TableControls;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.health.DatabaseCheck;
import io.andon.processors.health.HealthAnswers;
import io.andon.processors.health.HealthJudge;
import io.andon.processors.history.KeptAnswer;
import io.andon.processors.history.SourceQuestions;
import io.andon.processors.history.SourceSteps;
import io.andon.processors.refresh.DiskSteps;
import io.andon.processors.refresh.Flights;
import io.andon.processors.refresh.RefreshObserver;
import io.andon.processors.refresh.RefreshSteps;
import io.andon.processors.request.ReadRequest;
import io.andon.processors.source.MemoryBudget;
import io.andon.processors.source.TableReader;
import io.andon.routes.control.BreakerControls;
import io.andon.routes.control.MaintenanceControls;
import io.andon.routes.edge.AdminGate;
import io.andon.routes.edge.Admission;
import io.andon.routes.edge.CamelServer;
import io.andon.routes.edge.EdgeHandlers;
import io.andon.routes.edge.EventStream;
import io.andon.routes.lifecycle.LifecycleControls;
import io.andon.routes.operations.CamelChecks;
import io.andon.routes.operations.ClientPressure;
import io.andon.routes.operations.CodeGuide;
import io.andon.routes.operations.Diagnostics;
import io.andon.routes.operations.DiskMetrics;
import io.andon.routes.operations.EdgeReport;
import io.andon.routes.operations.HttpMetrics;
import io.andon.routes.operations.Metrics;
import io.andon.routes.operations.OpenApi;
import io.andon.routes.operations.ProcessMetrics;
import io.andon.routes.operations.PrometheusNames;
import io.andon.routes.operations.RuntimeVitals;
import io.andon.routes.operations.Schemas;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.andon.routes.source.AnswerCache;
import io.andon.routes.source.NamedParameters;
import io.andon.routes.source.Pools;
import io.andon.routes.source.SourceBreaker;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.RoutesBuilder;

/**
 * The one place that puts the parts of a generation together, on those of the process. It starts
 * nothing; {@link Generation} does.
 */
final class Wiring {
    final PrometheusMeterRegistry registry = PrometheusNames.registry();

    /** Announces what time alone changes; runs nothing long. */
    final ScheduledExecutorService housekeeping = timer("housekeeping");

    /** Cancels late reads; a cancel may itself wait for a silent server. */
    final ScheduledExecutorService deadlines = timer("deadlines");

    /** Saves what was published, so that no refresh waits for a disk. */
    final ExecutorService saving;

    final Attempts attempts;
    final Pools pools;
    final DiskSteps disk;
    final SnapshotStore store;
    final CompositeStore machines;
    final Flights flights = new Flights();
    final Cache<String, KeptAnswer> answers;
    final EventStream events;
    final CamelChecks camelChecks;
    final RuntimeVitals vitals;
    final HealthJudge judge;
    final Diagnostics diagnostics;
    final CamelServer server;
    final EdgeHandlers handlers;
    final List<RoutesBuilder> routes;

    /** What routes look up by name. */
    final Map<String, Object> beans;

    Wiring(Configuration configuration, Lasting lasting) {
        Plant plant = configuration.plant();
        Settings settings = configuration.settings();
        TimeSource time = TimeSource.system();
        Clock clock = lasting.clock;
        List<TableName> tables = plant.tables().stream().map(TablePlan::table).toList();
        lasting.logs.bindTo(registry);
        lasting.audit.bindTo(registry);
        pools = Pools.open(settings, plant.id(), registry);
        store = new SnapshotStore(plant, time);
        machines = new CompositeStore(store, plant);
        var gates = new Gatekeeper(store);
        events = new EventStream(store, tables, clock);
        store.onChange(state -> events.degraded(state.table()));
        var breaker = new SourceBreaker(plant, settings, time, registry);
        camelChecks = new CamelChecks(plant, time);
        vitals = new RuntimeVitals(plant, lasting.pulse, pools, breaker, camelChecks, time);
        judge = new HealthJudge(plant, store, time, vitals);
        new ProcessMetrics(Lasting.version()).bindTo(registry);
        var metrics = new Metrics(registry, plant, store, machines, time, judge, gates);
        server = CamelServer.behind(lasting.edge);
        var admission = new Admission(settings.whole(SettingKey.HTTP_IN_FLIGHT_MAX));
        var pressure = new ClientPressure(System::nanoTime);
        handlers =
                new EdgeHandlers(
                        new AdminGate(lasting.token, lasting.audit),
                        admission,
                        events,
                        new HttpMetrics(registry, admission, events, pressure),
                        clock,
                        CodeGuide.load().html(),
                        Schemas.load());

        answers =
                AnswerCache.of(
                        settings.whole(SettingKey.HISTORY_KEPT_ROWS_MAX),
                        settings.duration(SettingKey.HISTORY_KEEP_FOR));
        var memory =
                new MemoryBudget(
                        settings.number(SettingKey.MEMORY_BUDGET),
                        () -> machines.bytesWith(store.published()));
        memory.alsoCounts(() -> AnswerCache.bytes(answers), answers::invalidateAll);
        attempts = new Attempts(settings.whole(SettingKey.REFRESH_PARALLEL));
        var refresh =
                new RefreshSteps(
                        new RefreshSteps.Parts(
                                plant,
                                pools.reader(),
                                new TableReader(plant.zone(), deadlines, memory),
                                memory,
                                settings.duration(SettingKey.DB_QUERY_TIMEOUT),
                                store,
                                machines,
                                time,
                                observer(events, metrics, breaker),
                                gates,
                                flights,
                                attempts::tick,
                                () -> ThreadLocalRandom.current().nextDouble(),
                                settings.whole(SettingKey.REFRESH_PARALLEL)));
        var controls =
                new TableControls(
                        new TableControls.Parts(plant, store, gates, flights, attempts, time));
        var diskMetrics = new DiskMetrics(registry);
        disk = new DiskSteps(plant, lasting.saved, store, machines, time, memory, diskMetrics);
        diskMetrics.watch(disk);
        memory.alsoCounts(disk::bytesWaiting);
        var retryAfter = new RetryAfter(breaker::remainingOpen);
        var request = new ReadRequest(plant);
        var composer = new Composer(plant, store, time);
        var database = new DatabaseCheck(pools.health(), clock);
        lasting.maintenance.bindTo(registry);
        var health = new HealthAnswers(judge, lasting.maintenance::current, access(settings));
        saving = saving(tables.size());
        beans = beans(pools, breaker, saving, answers);
        diagnostics =
                new Diagnostics(
                        new Diagnostics.Sources(
                                plant,
                                settings,
                                store,
                                disk,
                                time,
                                pools.all(),
                                breaker,
                                new EdgeReport(admission, events, pressure),
                                lasting.audit,
                                database,
                                health,
                                gates,
                                Lasting.version(),
                                lasting.startedAt));
        routes =
                List.of(
                        new RestSettings(),
                        new ErrorPolicies(refresh, disk, retryAfter),
                        new RefreshRoutes(plant.tables(), refresh, disk),
                        new ControlRoutes(
                                request,
                                controls,
                                new BreakerControls(breaker),
                                new MaintenanceControls(lasting.maintenance)),
                        new LifecycleRoutes(request, new LifecycleControls(lasting.lifecycle)),
                        new ApiRoutes(
                                request,
                                new PlantAnswer(plant, request),
                                new LotAnswers(plant, composer, machines),
                                new MachineAnswers(plant, composer, machines)),
                        sourceRoutes(plant, settings, request, composer, time),
                        new OperationsRoutes(
                                request,
                                new OperationsRoutes.Steps(
                                        health.health(),
                                        health.live(),
                                        health.ready(),
                                        diagnostics.deep(),
                                        metrics.scrape(),
                                        new OpenApi().answer(),
                                        diagnostics.status(),
                                        diagnostics.pool(),
                                        diagnostics.caches(),
                                        diagnostics.breakers(),
                                        diagnostics.config(),
                                        lasting.logs.answer(),
                                        lasting.audit.answer(),
                                        database.step(),
                                        camelChecks)));
    }

    private static Map<String, Object> beans(
            Pools pools,
            SourceBreaker breaker,
            ExecutorService saving,
            Cache<String, KeptAnswer> answers) {
        return Map.of(
                RefreshRoutes.SAVING,
                saving,
                SourceRoutes.POOL,
                pools.query(),
                SourceRoutes.PARAMETERS,
                new NamedParameters(),
                SourceRoutes.ANSWERS,
                answers,
                SourceBreaker.NAME,
                breaker.breaker());
    }

    private static SourceRoutes sourceRoutes(
            Plant plant,
            Settings settings,
            ReadRequest request,
            Composer composer,
            TimeSource time) {
        return new SourceRoutes(
                request,
                new SourceQuestions(
                        plant,
                        time,
                        new SourceQuestions.Limits(
                                settings.whole(SettingKey.HISTORY_LOT_ROWS_MAX),
                                settings.whole(SettingKey.HISTORY_TREND_ROWS_MAX))),
                new SourceSteps(
                        plant.zone(),
                        time,
                        settings.duration(SettingKey.HISTORY_FRESH_FOR),
                        SourceRoutes.CACHE),
                new HistoryAnswers(plant, composer, time),
                settings.whole(SettingKey.BREAKER_CONCURRENT_CALLS));
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /**
     * A table is saved by one thread at a time, which also saves what is published meanwhile: as
     * many threads as tables never wait for another table's disk, and what finds them all busy and
     * as much queued again may be dropped, since {@code keep-<table>} asks once a period.
     */
    private static ExecutorService saving(int tables) {
        return new ThreadPoolExecutor(
                tables,
                tables,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(tables),
                Thread.ofPlatform().daemon().name("save-", 1).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static RefreshObserver observer(
            EventStream events, Metrics metrics, SourceBreaker breaker) {
        return new RefreshObserver() {
            @Override
            public void stands(TableName table) {
                events.version(table);
            }

            @Override
            public void finished(TableName table, String outcome, Duration took) {
                metrics.refreshed(table, outcome, took);
                breaker.readEnded(outcome, took);
            }
        };
    }

    /** Reading is open; this says whether beyond this host. */
    static String access(Settings settings) {
        try {
            InetAddress host = InetAddress.getByName(settings.text(SettingKey.HTTP_HOST));
            return host.isLoopbackAddress() ? "open" : "open-to-network";
        } catch (UnknownHostException _) {
            return "open-to-network";
        }
    }
}
