package io.andon.routes;

import io.andon.routes.edge.HeaderGate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configuration at work: its pools, its store, its routes and its router. A reload starts the
 * next one beside it and then ends it; the process's own parts are not touched.
 */
final class Generation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final int AGE_CHECK_SECONDS = 1;
    private static final int HEARTBEAT_SECONDS = 15;
    private static final int STOP_SECONDS = 4;

    /** For what was published last to reach the disk, if that does not hang. */
    private static final Duration SAVE = Duration.ofSeconds(1);

    final int number;
    final Configuration configuration;
    final Wiring wiring;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Main camel = new Main();

    /** Opens nothing yet but idle threads and empty pools. */
    Generation(int number, Configuration configuration, Lasting lasting) {
        this.number = number;
        this.configuration = configuration;
        this.wiring = new Wiring(configuration, lasting);
    }

    CamelContext context() {
        return camel.getCamelContext();
    }

    /** Loads the routes; nothing runs yet. */
    void load() {
        opened.push(wiring.registry::close);
        opened.push(wiring.pools);
        opened.push(wiring.housekeeping::shutdownNow);
        opened.push(wiring.deadlines::shutdownNow);
        opened.push(() -> end(wiring.saving));
        opened.push(camel::stop);
        opened.push(wiring.attempts);
        camel.setOverrideProperties(camelProperties());
        camel.bind(RestSettings.HEADER_GATE, new HeaderGate());
        camel.bind("edgeAddress", wiring.server.address());
        wiring.beans.forEach(camel::bind);
        wiring.routes.forEach(camel.configure()::addRoutesBuilder);
        camel.addMainListener(
                new MainListenerSupport() {
                    @Override
                    public void beforeConfigure(BaseMainSupport main) {
                        prepare(main.getCamelContext());
                    }
                });
        camel.init();
    }

    /** Starts every route but those that run by a schedule; its handlers can serve then. */
    void start() throws Exception {
        camel.start();
        for (String id : ids()) if (!isScheduled(id)) startRoute(id);
        wiring.handlers.install(wiring.server.router());
        opened.push(wiring.events::close);
    }

    /** From now on tables are read, saved and judged by their schedules. */
    void begin() throws Exception {
        for (String id : ids()) if (isScheduled(id)) startRoute(id);
        every(AGE_CHECK_SECONDS, wiring.store::check);
        every(AGE_CHECK_SECONDS, wiring.vitals::look);
        every(AGE_CHECK_SECONDS, wiring.judge::judge);
        every(HEARTBEAT_SECONDS, wiring.events::heartbeat);
    }

    /** No further refresh begins, until {@link #goOn}; those under way go on. */
    void hold() {
        wiring.flights.hold();
    }

    /** Reads and saves again. */
    void goOn() {
        wiring.disk.goOn();
        wiring.flights.goOn();
    }

    /** As {@code /admin/api/config} names this configuration. */
    String fingerprint() {
        return wiring.diagnostics.fingerprint();
    }

    /** Runs something once a second, until this generation ends. */
    void everySecond(Runnable task) {
        every(AGE_CHECK_SECONDS, task);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }

    private List<String> ids() {
        return ((ModelCamelContext) context())
                .getRouteDefinitions().stream().map(each -> each.getRouteId()).toList();
    }

    private boolean isScheduled(String id) {
        String from =
                ((ModelCamelContext) context()).getRouteDefinition(id).getInput().getEndpointUri();
        return from.startsWith("scheduler:");
    }

    private void startRoute(String id) throws Exception {
        context().getRouteController().startRoute(id);
    }

    private void prepare(CamelContext context) {
        try {
            context.getShutdownStrategy().setTimeout(STOP_SECONDS);
            var metrics = new MicrometerRoutePolicyFactory();
            metrics.setMeterRegistry(wiring.registry);
            metrics.setSkipCamelInfo(true);
            context.addRoutePolicyFactory(metrics);
            wiring.camelChecks.join(context, wiring.judge);
            context.addService(wiring.server, true, true);
            context.addRoutePolicyFactory(new TracedRoutes());
            wiring.attempts.open(context);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server cannot be added", e);
        }
    }

    /** A task that fails has a bug, which is said; without this it would end without a word. */
    private void every(int seconds, Runnable task) {
        Runnable turn =
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("housekeeping failed and goes on", e);
                    }
                };
        var _ = wiring.housekeeping.scheduleAtFixedRate(turn, seconds, seconds, TimeUnit.SECONDS);
    }

    private static void end(ExecutorService saving) throws InterruptedException {
        saving.shutdown();
        if (!saving.awaitTermination(SAVE.toMillis(), TimeUnit.MILLISECONDS)) saving.shutdownNow();
    }

    private static Properties camelProperties() {
        var properties = new Properties();
        properties.setProperty("camel.main.name", "andon");
        properties.setProperty("camel.main.startupSummaryLevel", "off");
        properties.setProperty("camel.main.useMdcLogging", "false");
        // each route is started by itself, the schedules last
        properties.setProperty("camel.main.autoStartup", "false");
        return properties;
    }
}
