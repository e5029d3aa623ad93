package io.andon.routes.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.processors.Trace;
import io.andon.processors.compose.JsonFields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.logging.log4j.core.LogEvent;
import org.slf4j.event.Level;

/**
 * One event of the log, without any secret.
 *
 * @param logger the class that said it, without its package
 * @param stack of what was thrown, as Java prints it, at most {@link #STACK_CHARACTERS_MAX} long
 */
record LogLine(
        Instant at,
        Level level,
        String logger,
        String message,
        Optional<String> traceId,
        Optional<String> stack) {
    /**
     * Some 150 frames: enough for a cause at the end of a chain, and a bound for the kept lines.
     */
    static final int STACK_CHARACTERS_MAX = 16_000;

    static LogLine of(LogEvent event, Redaction redaction) {
        var instant = event.getInstant();
        String name = event.getLoggerName();
        return new LogLine(
                Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNanoOfSecond()),
                level(event),
                name.substring(name.lastIndexOf('.') + 1),
                redaction.apply(event.getMessage().getFormattedMessage()),
                Optional.ofNullable(event.getContextData().getValue(Trace.ID)),
                Optional.ofNullable(event.getThrown()).map(LogLine::stack).map(redaction::apply));
    }

    /**
     * For people: one line, however many the message has, and below it the stack if there is one.
     */
    String text() {
        String where = traceId.map(id -> logger + " [" + id + "]").orElse(logger);
        String line = "%s %-5s %s - %s".formatted(at, level, where, oneLine(message));
        return stack.map(below -> line + "\n" + below.stripTrailing()).orElse(line);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("at", at.toString());
        json.writeStringField("level", level.name().toLowerCase(Locale.ROOT));
        json.writeStringField("logger", logger);
        json.writeStringField("message", message);
        JsonFields.text(json, "traceId", traceId.orElse(null));
        JsonFields.text(json, "stack", stack.orElse(null));
    }

    /** What a client or a server sent must not look like a line of its own. */
    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    private static Level level(LogEvent event) {
        return switch (event.getLevel().getStandardLevel()) {
            case OFF, FATAL, ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE, ALL -> Level.TRACE;
        };
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.getBuffer()
                .substring(0, Math.min(text.getBuffer().length(), STACK_CHARACTERS_MAX));
    }
}
