package io.andon.routes.log;

import io.andon.processors.compose.Answer;
import io.andon.processors.request.ApiRequest;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.apache.camel.Processor;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** What one running Andon keeps of its log. */
public final class Logs implements AutoCloseable {
    private final LogRing ring;
    private final Repeats repeats;

    /**
     * Keeps nothing before {@link #open}.
     *
     * @param kept how many lines
     * @param repeatsMax how many of the same line a minute, here and on the console
     * @param nanos a monotonic clock
     */
    public Logs(int kept, int repeatsMax, Redaction redaction, LongSupplier nanos) {
        this.ring = new LogRing(kept, redaction);
        this.repeats = new Repeats(repeatsMax, nanos);
    }

    /** From now on lines are kept and repeats held back. */
    public void open() {
        ring.start();
        repeats.start();
        root().addFilter(repeats);
        root().addAppender(ring, null, null);
        LoggerContext.getContext(false).updateLoggers();
    }

    /** Says what was held back; to be called every second or so. */
    public void endWindows() {
        repeats.endWindows();
    }

    @Override
    public void close() {
        root().removeAppender(ring.getName());
        root().removeFilter(repeats);
        LoggerContext.getContext(false).updateLoggers();
    }

    /** Shows what did not reach the log. */
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("andon_log_repeats_suppressed", repeats, Repeats::suppressed)
                .description("Log lines held back as repeats of others")
                .register(registry);
        FunctionCounter.builder("andon_log_dropped", ring, _ -> ConsoleLog.dropped())
                .description("Log lines that standard error did not take in time")
                .register(registry);
    }

    /** Answers with the newest of the kept lines. */
    public Processor answer() {
        return exchange -> {
            if (!(ApiRequest.REQUEST.require(exchange) instanceof ApiRequest.Logs wanted))
                throw new IllegalStateException("not a request for the log");
            var lines = ring.newest(wanted.limit(), wanted.level(), wanted.after());
            long last = ring.last();
            Answer.ANSWER.put(
                    exchange,
                    new Answer.Bare(
                            200,
                            "application/json",
                            json -> {
                                json.writeStartObject();
                                json.writeNumberField("last", last);
                                json.writeArrayFieldStart("lines");
                                for (var each : lines) {
                                    json.writeStartObject();
                                    json.writeNumberField("number", each.number());
                                    each.line().write(json);
                                    json.writeEndObject();
                                }
                                json.writeEndArray();
                                json.writeEndObject();
                            }));
        };
    }

    private static LoggerConfig root() {
        return LoggerContext.getContext(false).getConfiguration().getRootLogger();
    }
}
