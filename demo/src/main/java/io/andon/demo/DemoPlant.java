package io.andon.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo plant in an embedded H2 database: generated when needed, then kept alive by a thread of
 * its own until {@link #close}.
 */
public final class DemoPlant implements AutoCloseable {
    static final String THREAD_NAME = "andon-demo-plant";
    private static final String PAST_THREAD_NAME = "andon-demo-past";

    private static final Logger log = LoggerFactory.getLogger(DemoPlant.class);
    private static final int LOTS_MAX = 10_000_000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_ENDED_DAYS_EVERY = Duration.ofMinutes(5);

    /** The past is written a quarter of the time, so that it slows nobody down. */
    private static final int PAUSES_A_PIECE = 3;

    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final PlantFile file;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Thread pastThread;
    private final AtomicBoolean pastStarted = new AtomicBoolean();
    private long failures;
    private long lastLogNanos;

    private DemoPlant(PlantFile file, Simulator simulator) {
        this.file = file;
        thread = Thread.ofPlatform().daemon().name(THREAD_NAME).unstarted(() -> live(simulator));
        pastThread = Thread.ofPlatform().daemon().name(PAST_THREAD_NAME).unstarted(this::writePast);
    }

    /**
     * Opens the plant at an H2 URL and lets it live. The data is kept when the file holds a plant
     * of this seed and size. {@code user} gets the right to read, with an empty password.
     *
     * @throws IllegalStateException if the file can be neither used nor replaced, for example since
     *     another process has it open
     */
    public static DemoPlant open(String jdbcUrl, String user, int lots, long seed) {
        return open(jdbcUrl, user, lots, seed, Clock.systemUTC());
    }

    static DemoPlant open(String jdbcUrl, String user, int lots, long seed, Clock clock) {
        requireSize(lots);
        var file = new PlantFile(jdbcUrl, user, lots, seed, clock);
        try {
            var plant = new DemoPlant(file, file.open());
            plant.thread.start();
            return plant;
        } catch (SQLException e) {
            throw new IllegalStateException("the demo plant does not open: " + e.getMessage(), e);
        }
    }

    /** Fills an empty H2 database with a plant that stands still, relative to the present time. */
    public static void generate(Connection connection, int lots, long seed) throws SQLException {
        requireSize(lots);
        PlantGenerator.generate(connection, lots, seed, Clock.systemUTC());
    }

    /**
     * Lets the plant's past be written behind its back: the shift days that have ended and the way
     * of each lot so far. It takes a quarter of one core. Returns at once; a second call does
     * nothing.
     */
    public void writePastInBackground() {
        if (pastStarted.compareAndSet(false, true)) pastThread.start();
    }

    /** Ends the simulator and its connection; waits for the step under way. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(STOP_WITHIN)) log.warn("The demo plant's simulator does not end");
            if (pastStarted.get() && !pastThread.join(STOP_WITHIN)) {
                log.warn("The demo plant's past does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Thread thread() {
        return thread;
    }

    private static void requireSize(int lots) {
        if (lots < 1 || lots > LOTS_MAX) {
            throw new IllegalArgumentException("lots must be 1 to " + LOTS_MAX + ": " + lots);
        }
    }

    /** Runs the simulator; after any failure a new session goes on where the last one stopped. */
    private void live(Simulator first) {
        var simulator = Optional.of(first);
        try {
            while (simulator.isPresent()) {
                try (var current = simulator.get()) {
                    stepUntilStopped(current);
                } catch (SQLException | RuntimeException e) {
                    report(e);
                }
                simulator = reopen();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stepUntilStopped(Simulator simulator) throws SQLException, InterruptedException {
        long intervalNanos = simulator.interval().toNanos();
        long left;
        do {
            long started = System.nanoTime();
            simulator.step();
            left = Math.max(0, intervalNanos - (System.nanoTime() - started));
        } while (!stop.await(left, TimeUnit.NANOSECONDS));
    }

    /** Tries until it works; empty once the plant was told to stop. */
    private Optional<Simulator> reopen() throws InterruptedException {
        while (!stop.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                return Optional.of(file.reopen());
            } catch (SQLException | RuntimeException e) {
                report(e);
            }
        }
        return Optional.empty();
    }

    private void writePast() {
        try {
            do {
                try (var past = file.past()) {
                    long started = System.nanoTime();
                    if (writeUntilDone(past)) reportPast(started);
                } catch (SQLException | RuntimeException e) {
                    report(e);
                }
            } while (!stop.await(LOOK_FOR_ENDED_DAYS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether anything was missing. */
    private boolean writeUntilDone(PlantPast past) throws SQLException, InterruptedException {
        long pauseNanos = 0;
        int pieces = 0;
        while (!stop.await(pauseNanos, TimeUnit.NANOSECONDS)) {
            long begun = System.nanoTime();
            if (!past.step()) break;
            pieces++;
            pauseNanos = PAUSES_A_PIECE * (System.nanoTime() - begun);
        }
        return pieces > 0;
    }

    private static void reportPast(long startedNanos) {
        log.info(
                "Demo plant's past written, {} ms", (System.nanoTime() - startedNanos) / 1_000_000);
    }

    private synchronized void report(Exception e) {
        failures++;
        long now = System.nanoTime();
        if (failures > 1 && now - lastLogNanos < LOG_EVERY.toNanos()) return;
        lastLogNanos = now;
        log.warn("The demo plant's simulator failed {} times so far and goes on", failures, e);
    }
}
