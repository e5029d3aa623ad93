package io.andon.routes.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.processors.Trace;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.request.ApiRequest;
import io.andon.routes.edge.AdminObserver;
import io.andon.routes.log.Redaction;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Who did what with the admin token, and when: the newest in memory, all in a file. What the disk
 * does not take is counted and keeps nobody waiting. Threads: any; one of its own writes.
 */
public final class AuditLog implements AdminObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.andon.audit");

    /** Lines that wait for the disk; some hundred bytes each. */
    private static final int WAITING_MAX = 1_000;

    private static final int CLOSE_SECONDS = 1;

    private final AuditFile file;
    private final int keptMax;
    private final Redaction redaction;
    private final Clock clock;
    private final AtomicLong unauthenticated = new AtomicLong();
    private final Deque<AuditEntry> kept = new ArrayDeque<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile Optional<Instant> lostAt = Optional.empty();
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("audit").factory(),
                    new ThreadPoolExecutor.AbortPolicy());

    /**
     * Touches no disk before {@link #open}.
     *
     * @param keptMax entries in memory
     * @param fileBytesMax of the file and of its predecessor each
     */
    public AuditLog(Path data, int keptMax, long fileBytesMax, Redaction redaction, Clock clock) {
        this.file = new AuditFile(data.resolve("audit.jsonl"), fileBytesMax);
        this.keptMax = keptMax;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** Shows what was lost, and who was not let in. */
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("andon_audit_lost", lost, AtomicLong::get)
                .description("Lines of the audit that the disk did not take")
                .register(registry);
        FunctionCounter.builder("andon_admin_unauthenticated", unauthenticated, AtomicLong::get)
                .description("Requests to /admin without the token, or with a wrong one")
                .register(registry);
    }

    /** Brings back what earlier starts wrote; nobody waits for it. */
    public void open() {
        writer.execute(this::restore);
    }

    private void restore() {
        try {
            List<AuditEntry> found =
                    file.lines().stream().flatMap(line -> AuditEntry.parse(line).stream()).toList();
            synchronized (kept) {
                for (AuditEntry entry : found.reversed()) {
                    if (kept.size() == keptMax) break;
                    kept.addFirst(entry);
                }
            }
        } catch (IOException e) {
            LOG.warn("the audit of earlier starts cannot be read: {}", e.toString());
        }
    }

    @Override
    public void acted(Act act) {
        AuditEntry entry =
                AuditEntry.of(act, clock.instant().truncatedTo(ChronoUnit.MILLIS), redaction);
        synchronized (kept) {
            if (kept.size() == keptMax) kept.removeFirst();
            kept.addLast(entry);
        }
        try {
            writer.execute(() -> write(entry));
        } catch (RejectedExecutionException _) {
            lose();
        }
        try (var _ = MDC.putCloseable(Trace.ID, entry.traceId().orElseGet(Trace::newId))) {
            LOG.info(
                    "{} {}{} with the admin token from {}: {}",
                    entry.method(),
                    entry.path(),
                    entry.query().map(query -> "?" + query).orElse(""),
                    entry.address(),
                    entry.result());
        }
    }

    private void write(AuditEntry entry) {
        try {
            file.append(entry.line());
            written.incrementAndGet();
        } catch (IOException e) {
            lose();
            LOG.warn("the audit cannot be written: {}", e.toString());
        }
    }

    private void lose() {
        lost.incrementAndGet();
        lostAt = Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    @Override
    public void refused() {
        unauthenticated.incrementAndGet();
    }

    /** Answers with the newest entries, the oldest of them first. */
    public Processor answer() {
        return exchange -> {
            if (!(ApiRequest.REQUEST.require(exchange) instanceof ApiRequest.Audit wanted))
                throw new IllegalStateException("not a request for the audit");
            List<AuditEntry> newest = newest(wanted.limit());
            Answer.ANSWER.put(
                    exchange,
                    new Answer.Bare(
                            200,
                            "application/json",
                            json -> {
                                json.writeStartObject();
                                json.writeArrayFieldStart("entries");
                                for (AuditEntry entry : newest) entry.write(json);
                                json.writeEndArray();
                                json.writeEndObject();
                            }));
        };
    }

    private List<AuditEntry> newest(int limit) {
        synchronized (kept) {
            return kept.stream().skip(Math.max(0, kept.size() - limit)).toList();
        }
    }

    /** Writes the field {@code audit}: how much of it reached the disk since the start. */
    public void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("audit");
        json.writeNumberField("written", written.get());
        json.writeNumberField("lost", lost.get());
        JsonFields.time(json, "lostAt", lostAt.orElse(null));
        json.writeEndObject();
    }

    /** What was done last still reaches the disk, if that does not hang. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        writer.shutdownNow();
    }
}
