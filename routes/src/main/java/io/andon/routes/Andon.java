package io.andon.routes;

import io.andon.cache.plant.Plant;
import io.andon.demo.DemoPlant;
import io.andon.routes.edge.HeaderGate;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Andon: started whole or not at all, stopped in the reverse order. */
public final class Andon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Andon.class);
    private static final int AGE_CHECK_SECONDS = 1;
    private static final int HEARTBEAT_SECONDS = 15;

    /** Together below the 10 s in which a supervisor may expect an end. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final int STOP_SECONDS = 4;
    private static final String DEMO = "demo";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Wiring wiring;
    private final Main camel = new Main();

    private Andon(Wiring wiring) {
        this.wiring = wiring;
    }

    /**
     * Opens the plant, starts the routes and then listens.
     *
     * @throws java.net.BindException if the address cannot be had
     */
    public static Andon start(Plant plant, Settings settings) throws Exception {
        var andon = new Andon(new Wiring(plant, settings, version()));
        try {
            andon.open(plant, settings);
            return andon;
        } catch (Exception e) {
            andon.close();
            throw e;
        }
    }

    /** The context that runs the routes, for whoever embeds Andon or documents it. */
    public CamelContext context() {
        return camel.getCamelContext();
    }

    @Override
    public void close() {
        wiring.judge.drain();
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }

    private void open(Plant plant, Settings settings) throws Exception {
        var restored = CompletableFuture.runAsync(wiring.disk::restore, Andon::aside);
        var demo = CompletableFuture.supplyAsync(() -> demo(plant, settings));
        wiring.logs.open();
        opened.push(wiring.logs);
        opened.push(wiring.pools);
        opened.push(wiring.housekeeping::shutdownNow);
        opened.push(wiring.deadlines::shutdownNow);
        opened.push(wiring.pulse);
        opened.push(wiring.saved);
        opened.push(wiring.maintenance);
        wiring.maintenance.open();
        opened.push(wiring.audit);
        wiring.audit.open();
        opened.push(wiring.saving::shutdownNow);
        opened.push(camel::stop);
        opened.push(wiring.attempts);
        camel.setOverrideProperties(camelProperties());
        camel.bind(RestSettings.HEADER_GATE, new HeaderGate());
        camel.bind("edgeAddress", wiring.edge.address());
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
        // Generated while Camel loads; closed after everything that reads from it.
        Optional<DemoPlant> demoPlant = made(demo);
        demoPlant.ifPresent(opened::addLast);
        // The first answer may come from disk, and the first read continues what is found there.
        awaitRestored(restored, settings.duration(SettingKey.RESTORE_WAIT));
        camel.start();
        wiring.handlers.install(wiring.edge.router());
        wiring.edge.open(wiring.pulse::register);
        opened.push(wiring.edge::shut);
        opened.push(() -> wiring.handlers.drain(DRAIN));
        opened.push(wiring.events::close);
        every(AGE_CHECK_SECONDS, wiring.store::check);
        every(AGE_CHECK_SECONDS, wiring.vitals::look);
        every(AGE_CHECK_SECONDS, wiring.judge::judge);
        every(AGE_CHECK_SECONDS, wiring.logs::endWindows);
        every(AGE_CHECK_SECONDS, wiring.maintenance::endIfOver);
        every(HEARTBEAT_SECONDS, wiring.events::heartbeat);
        demoPlant.ifPresent(made -> every(AGE_CHECK_SECONDS, () -> fillBehind(made)));
    }

    /** The common pool has one thread on two cores, and the demo plant has that. */
    private static void aside(Runnable task) {
        Thread.ofPlatform().daemon().name("restore").start(task);
    }

    /** What the disk gives later is shown then, unless the database was sooner. */
    private static void awaitRestored(CompletableFuture<Void> restored, Duration longest)
            throws InterruptedException, ExecutionException {
        try {
            restored.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            LOG.warn("the disk did not give every saved version within {} ms", longest.toMillis());
            restored.exceptionally(Andon::sayBroken);
        }
    }

    private static @Nullable Void sayBroken(Throwable failure) {
        LOG.error("saved versions could not be restored", failure);
        return null;
    }

    private static Optional<DemoPlant> made(CompletableFuture<Optional<DemoPlant>> demo)
            throws InterruptedException {
        try {
            return demo.get();
        } catch (ExecutionException e) {
            String said = Optional.ofNullable(e.getCause()).orElse(e).getMessage();
            throw new ConfigurationException(List.of(said == null ? e.toString() : said));
        }
    }

    /** Only once the board stands: the first answer has the machine to itself. */
    private void fillBehind(DemoPlant demo) {
        if (wiring.judge.notReady().isEmpty()) demo.writePastInBackground();
    }

    private void prepare(CamelContext context) {
        try {
            context.getShutdownStrategy().setTimeout(STOP_SECONDS);
            var metrics = new MicrometerRoutePolicyFactory();
            metrics.setMeterRegistry(wiring.registry);
            metrics.setSkipCamelInfo(true);
            context.addRoutePolicyFactory(metrics);
            wiring.camelChecks.join(context, wiring.judge);
            context.addService(wiring.edge, true, true);
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

    private static Properties camelProperties() {
        var properties = new Properties();
        properties.setProperty("camel.main.name", "andon");
        properties.setProperty("camel.main.startupSummaryLevel", "off");
        properties.setProperty("camel.main.useMdcLogging", "false");
        return properties;
    }

    /** The demo plant, made when it is missing, if that is the plant. */
    static Optional<DemoPlant> demo(Plant plant, Settings settings) {
        return plant.simulator()
                .filter(DEMO::equals)
                .map(_ ->
                        DemoPlant.open(
                                settings.text(SettingKey.DB_URL),
                                settings.find(SettingKey.DB_USER).orElse(""),
                                settings.whole(SettingKey.DEMO_LOTS),
                                settings.number(SettingKey.DEMO_SEED)));
    }

    private static String version() {
        return Optional.ofNullable(Andon.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
