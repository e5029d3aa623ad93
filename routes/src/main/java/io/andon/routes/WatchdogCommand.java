package io.andon.routes;

import io.andon.cache.disk.StateFolder;
import io.andon.processors.watchdog.Decision;
import io.andon.processors.watchdog.Limits;
import io.andon.processors.watchdog.Observation;
import io.andon.processors.watchdog.Outcome;
import io.andon.processors.watchdog.StateFile;
import io.andon.processors.watchdog.Tick;
import io.andon.processors.watchdog.Vigil;
import io.andon.processors.watchdog.Vigil.Looked;
import io.andon.routes.RunningServer.NoAnswerException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Watches the Andon that runs, and acts when that helps. */
@Command(
        name = "watchdog",
        description =
                "Watches the running Andon: waits, reloads, restarts, or calls a person. Ctrl-C"
                        + " stops it.",
        mixinStandardHelpOptions = true)
final class WatchdogCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("watchdog");
    private static final int GOODBYE_SECONDS = 5;

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--once", description = "Look once; the exit code says what came of it.")
    private boolean once;

    @Option(names = "--json", description = "One JSON object a decision.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    private final MachineClock clock = new MachineClock(Path.of("/proc"));
    private String shown = "";
    private String trouble = "";

    @Override
    public Integer call() throws InterruptedException, IOException {
        Settings settings = options.read().settings();
        Limits limits = limits(settings);
        var watched =
                new WatchedAndon(
                        RunningServer.within(limits.pollTimeout(), settings),
                        RunningServer.of(settings));
        try (var folder = new StateFolder(settings.path(SettingKey.DATA_DIR), "watchdog")) {
            Vigil vigil = vigil(folder, watched, limits);
            return once ? look(vigil, watched, limits) : watch(vigil, watched, limits);
        }
    }

    /** The settings {@code andon.watchdog.*}. */
    static Limits limits(Settings settings) {
        return new Limits(
                settings.duration(SettingKey.WATCHDOG_POLL_INTERVAL),
                settings.duration(SettingKey.WATCHDOG_POLL_TIMEOUT),
                settings.duration(SettingKey.WATCHDOG_PATIENCE),
                settings.duration(SettingKey.WATCHDOG_START_GRACE),
                settings.duration(SettingKey.WATCHDOG_COOLDOWN),
                settings.duration(SettingKey.WATCHDOG_COOLDOWN_MAX),
                settings.whole(SettingKey.WATCHDOG_RESTARTS_MAX),
                settings.duration(SettingKey.WATCHDOG_RESTARTS_WINDOW),
                settings.whole(SettingKey.WATCHDOG_STARTS_MAX),
                settings.duration(SettingKey.WATCHDOG_STARTS_WINDOW),
                settings.duration(SettingKey.WATCHDOG_STABLE_FOR),
                settings.whole(SettingKey.WATCHDOG_REFUSALS_MAX),
                settings.duration(SettingKey.WATCHDOG_PAGE_EVERY));
    }

    private static Vigil vigil(StateFolder folder, WatchedAndon watched, Limits limits)
            throws NoAnswerException {
        try {
            folder.claim();
            var file = new StateFile(folder);
            StateFile.Loaded loaded = file.load(limits);
            loaded.refused()
                    .ifPresent(why ->
                            LOG.error(
                                    "its memory was {} and was put aside: the budget"
                                            + " counts as used",
                                    why.name().toLowerCase(Locale.ROOT)));
            return new Vigil(
                    loaded.memory(), file::save, watched, limits, RandomGenerator.getDefault());
        } catch (IOException e) {
            throw new NoAnswerException("no watchdog can start here: " + e.getMessage());
        }
    }

    /** Until a signal. */
    private int watch(Vigil vigil, WatchedAndon watched, Limits limits) {
        var stop = new CountDownLatch(1);
        Thread watching = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, watching), "shutdown"));
        try {
            do {
                look(vigil, watched, limits);
            } while (!stop.await(limits.pollInterval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // an act that was sent and not answered stays booked
        }
        return ExitCode.TOLD_TO_STOP;
    }

    /** A signal would end the JVM with 143; the main thread ends it with a code of its own. */
    private static void end(CountDownLatch stop, Thread watching) {
        stop.countDown();
        watching.interrupt();
        try {
            watching.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once, and says what came of it as an exit code. */
    private int look(Vigil vigil, WatchedAndon watched, Limits limits) throws InterruptedException {
        Observation seen = watched.look();
        Tick now = clock.read();
        try {
            Looked looked = vigil.look(seen, now);
            trouble = "";
            show(new WatchdogLine(now.utc(), looked, vigil.memory(), limits));
            return code(looked);
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (!said.equals(trouble)) LOG.error("it cannot keep its memory: {}", said);
            trouble = said;
            return ExitCode.FAILED;
        }
    }

    /** A page goes to the log as well, as an error that alarms whoever reads logs. */
    private void show(WatchdogLine line) {
        if (line.isPage()) LOG.error("{}", line.text());
        if (line.isNews(shown)) {
            out().println(json ? line.json() : line.text());
            out().flush();
        }
        shown = line.kind();
    }

    private static int code(Looked looked) {
        if (looked.outcome().filter(Outcome.Refused.class::isInstance).isPresent())
            return ExitCode.FAILED;
        return switch (looked.decision()) {
            case Decision.Rest _, Decision.Wait _ -> ExitCode.TOLD_TO_STOP;
            case Decision.Reload _, Decision.Restart _ -> ExitCode.ACTED;
            case Decision.Page _ -> ExitCode.PAGED;
        };
    }

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
    }
}
