package io.andon.routes.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.cache.disk.Refusal;
import io.andon.cache.disk.StateFolder;
import io.andon.processors.compose.Encode;
import io.andon.processors.health.Maintenance;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether people work on this Andon. What is raised is on disk before it counts, so that a start
 * finds it again; it falls by itself when its time has come. Threads: any; asking never waits for
 * the disk.
 */
public final class MaintenanceFlag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceFlag.class);
    private static final String FILE = "flag";
    private static final int BYTES_MAX = 16_384;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateFolder folder;
    private final Duration longest;
    private final Clock clock;
    private volatile Optional<Maintenance> raised = Optional.empty();

    /**
     * Touches nothing yet.
     *
     * @param longest how far from now an end may be
     */
    public MaintenanceFlag(Path data, Duration longest, Clock clock) {
        this.folder = new StateFolder(data, "maintenance");
        this.longest = longest;
        this.clock = clock;
    }

    /** Finds what an earlier start left, also where it cannot be changed. */
    public synchronized void open() {
        try {
            folder.claim();
        } catch (IOException e) {
            LOG.warn("the maintenance flag cannot be changed: {}", e.toString());
        }
        try {
            Optional<byte[]> found = folder.read(FILE, BYTES_MAX);
            if (found.isEmpty()) return;
            raised = decode(found.get());
            raised.ifPresent(
                    each -> LOG.info("maintenance until {}: {}", each.until(), each.reason()));
        } catch (IllegalArgumentException e) {
            putAside(e);
        } catch (IOException e) {
            LOG.warn("the maintenance flag cannot be read, so it is down: {}", e.toString());
        }
    }

    private void putAside(IllegalArgumentException why) {
        LOG.warn(
                "the maintenance flag on disk is put aside, so there is no maintenance: {}",
                why.getMessage());
        try {
            folder.putAside(FILE, Refusal.CORRUPT);
        } catch (IOException e) {
            LOG.warn("it could not be put aside: {}", e.toString());
        }
    }

    /** Empty while nobody works on it. */
    public Optional<Maintenance> current() {
        Instant now = clock.instant();
        return raised.filter(each -> now.isBefore(each.until()));
    }

    /** How far from now an end may be. */
    Duration longest() {
        return longest;
    }

    /**
     * Raises it, or moves its end.
     *
     * @throws IOException if it cannot be kept; then nothing has changed
     */
    synchronized void raise(Duration length, String reason) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        keep(
                Optional.of(
                        new Maintenance(
                                current().map(Maintenance::since).orElse(now),
                                now.plus(length),
                                reason)));
    }

    /**
     * Lowers it.
     *
     * @throws IOException if that cannot be kept; then nothing has changed
     */
    synchronized void lower() throws IOException {
        keep(Optional.empty());
    }

    private void keep(Optional<Maintenance> next) throws IOException {
        folder.claim();
        folder.replace(FILE, Encode.bytes(Maintenance.body(next)));
        raised = next;
    }

    /** Says once that it is over; to be called every second or so. */
    public void endIfOver() {
        Optional<Maintenance> before = raised;
        if (before.isEmpty() || current().isPresent()) return;
        synchronized (this) {
            if (!raised.equals(before)) return;
            raised = Optional.empty();
        }
        LOG.info("maintenance is over: {}", before.get().reason());
    }

    /** Shows it. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("andon_maintenance", () -> current().isPresent() ? 1 : 0)
                .description("1 while people work on it")
                .register(registry);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    /** What the file says; an end that has passed is none. */
    private Optional<Maintenance> decode(byte[] file) {
        try {
            JsonNode flag = JSON.readTree(file);
            if (flag.isNull()) return Optional.empty();
            var found =
                    new Maintenance(
                            Instant.parse(flag.path("since").asText()),
                            Instant.parse(flag.path("until").asText()),
                            flag.path("reason").asText());
            Instant now = clock.instant();
            if (found.until().isAfter(now.plus(longest))) {
                throw new IllegalArgumentException("its end is farther than may be set");
            }
            return Optional.of(found).filter(each -> now.isBefore(each.until()));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
    }
}
