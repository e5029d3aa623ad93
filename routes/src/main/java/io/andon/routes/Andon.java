package io.andon.routes;

import io.andon.cache.plant.Plant;
import io.andon.demo.DemoPlant;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Andon: started whole or not at all, stopped in the reverse order. */
public final class Andon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Andon.class);

    /** Together below the 10 s in which a supervisor may expect an end. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final String DEMO = "demo";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Lasting lasting;
    private final Generation first;
    private volatile Optional<DemoPlant> demoPlant = Optional.empty();

    private Andon(Configuration configuration, Supplier<Configuration> again) {
        lasting = new Lasting(configuration, again);
        first = new Generation(1, configuration, lasting);
    }

    /**
     * Opens the plant, starts the routes and then listens.
     *
     * @param again reads the configuration as it stands at a reload
     * @throws java.net.BindException if the address cannot be had
     */
    public static Andon start(Configuration configuration, Supplier<Configuration> again)
            throws Exception {
        var andon = new Andon(configuration, again);
        try {
            andon.open(configuration);
            return andon;
        } catch (Exception e) {
            andon.close();
            throw e;
        }
    }

    /** The context that runs the routes, for whoever embeds Andon or documents it. */
    public CamelContext context() {
        return lasting.reloads.current().context();
    }

    /** Takes the configuration anew; what becomes of it stands in the log. */
    void reload(String who) {
        var _ = lasting.lifecycle.reload().thenAccept(verdict -> verdict.log(who));
    }

    /** Returns when an administrator wants this process to end and to be started again. */
    void awaitRestart() {
        lasting.lifecycle.goingDown().join();
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }

    private void open(Configuration configuration) throws Exception {
        Plant plant = configuration.plant();
        Settings settings = configuration.settings();
        lasting.reloads.first(first, this::keepHouse);
        var restored = CompletableFuture.runAsync(first.wiring.disk::restore, Andon::aside);
        var demo = CompletableFuture.supplyAsync(() -> demo(plant, settings));
        lasting.logs.open();
        opened.push(lasting.logs);
        opened.push(lasting.pulse);
        opened.push(lasting.saved);
        opened.push(lasting.restarts);
        lasting.restarts.open();
        opened.push(lasting.maintenance);
        lasting.maintenance.open();
        opened.push(lasting.audit);
        lasting.audit.open();
        opened.push(lasting.edge::end);
        opened.push(() -> now().close());
        first.load();
        // Generated while Camel loads; closed after everything that reads from it.
        demoPlant = made(demo);
        demoPlant.ifPresent(opened::addLast);
        // The first answer may come from disk, and the first read continues what is found there.
        awaitRestored(restored, settings.duration(SettingKey.RESTORE_WAIT));
        first.start();
        first.begin();
        keepHouse(first);
        lasting.edge.serve(first.wiring.handlers);
        lasting.edge.open(lasting.pulse::register);
        opened.push(lasting.edge::shut);
        opened.push(() -> now().wiring.handlers.drain(DRAIN));
        opened.push(() -> now().wiring.events.close());
        opened.push(() -> now().wiring.judge.drain());
        opened.push(lasting.reloads::end);
    }

    private Generation now() {
        return lasting.reloads.current();
    }

    /** What the process does every second, on the timer of whichever generation serves. */
    private void keepHouse(Generation by) {
        by.everySecond(lasting.logs::endWindows);
        by.everySecond(lasting.maintenance::endIfOver);
        demoPlant.ifPresent(made -> by.everySecond(() -> fillBehind(made)));
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
        if (now().wiring.judge.notReady().isEmpty()) demo.writePastInBackground();
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
}
