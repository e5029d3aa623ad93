package io.andon.routes.lifecycle;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.cache.disk.Refusal;
import io.andon.cache.disk.StateFolder;
import io.andon.processors.compose.Encode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often this Andon may be restarted: each restart is on disk before it begins, so that the
 * process that comes back knows of it. Times are UTC. Threads: any.
 */
public final class RestartBudget implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestartBudget.class);
    private static final String FILE = "asked";
    private static final int BYTES_MAX = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateFolder folder;
    private final Limits limits;
    private final Clock clock;
    private List<Instant> asked = List.of();

    /**
     * What is allowed.
     *
     * @param cooldown between two restarts
     * @param max restarts in any {@code window}
     */
    public record Limits(Duration cooldown, Duration window, int max) {}

    /** How much of it is used. */
    public record Use(Duration window, int used, int max) {
        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeNumberField("windowSeconds", window.toSeconds());
            json.writeNumberField("used", used);
            json.writeNumberField("max", max);
            json.writeEndObject();
        }
    }

    /** Touches nothing yet. */
    public RestartBudget(Path data, Limits limits, Clock clock) {
        this.folder = new StateFolder(data, "restarts");
        this.limits = limits;
        this.clock = clock;
    }

    /** Finds what earlier processes asked for; what cannot be read is put aside and forgotten. */
    public synchronized void open() {
        try {
            folder.claim();
            Optional<byte[]> found = folder.read(FILE, BYTES_MAX);
            if (found.isPresent()) asked = decode(found.get());
        } catch (IllegalArgumentException e) {
            LOG.warn("the restarts on disk are put aside: {}", e.getMessage());
            putAside();
        } catch (IOException e) {
            LOG.warn("earlier restarts cannot be read: {}", e.toString());
        }
    }

    public synchronized Use use() {
        return new Use(limits.window(), recent(clock.instant()).size(), limits.max());
    }

    /** Until when the last restart is too recent; empty when it is not. */
    public synchronized Optional<Instant> coolsUntil() {
        Instant now = clock.instant();
        return recent(now).stream()
                .max(Instant::compareTo)
                .map(last -> last.plus(limits.cooldown()))
                .filter(now::isBefore);
    }

    /** When the window has room again; empty when it has. */
    public synchronized Optional<Instant> fullUntil() {
        List<Instant> recent = recent(clock.instant());
        if (recent.size() < limits.max()) return Optional.empty();
        if (limits.max() == 0) return Optional.of(clock.instant().plus(limits.window()));
        return Optional.of(recent.get(recent.size() - limits.max()).plus(limits.window()));
    }

    /**
     * Counts one restart.
     *
     * @throws IOException if it cannot be kept; then it was not counted
     */
    public synchronized void take() throws IOException {
        Instant now = clock.instant();
        var next = new ArrayList<>(recent(now));
        next.add(now);
        folder.claim();
        folder.replace(
                FILE,
                Encode.bytes(json -> {
                    json.writeStartArray();
                    for (Instant each : next) json.writeString(each.toString());
                    json.writeEndArray();
                }));
        asked = next;
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    /** In the order of their times; one that a clock set back since puts ahead still counts. */
    private List<Instant> recent(Instant now) {
        Instant from = now.minus(limits.window());
        return asked.stream().filter(from::isBefore).sorted().toList();
    }

    private void putAside() {
        try {
            folder.putAside(FILE, Refusal.CORRUPT);
        } catch (IOException e) {
            LOG.warn("they could not be put aside: {}", e.toString());
        }
    }

    private static List<Instant> decode(byte[] file) {
        try {
            var times = new ArrayList<Instant>();
            for (JsonNode each : JSON.readTree(file)) times.add(Instant.parse(each.asText()));
            return times;
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("they are damaged", e);
        }
    }
}
