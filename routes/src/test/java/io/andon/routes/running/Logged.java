package io.andon.routes.running;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What everything here logs from now on, until it is closed. */
public final class Logged extends AbstractAppender implements AutoCloseable {
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();

    private Logged() {
        super("logged", null, null, false, Property.EMPTY_ARRAY);
    }

    /** Begins to listen. */
    public static Logged begin() {
        var logged = new Logged();
        logged.start();
        root().addAppender(logged);
        return logged;
    }

    /** Those whose text holds this. */
    public List<LogEvent> saying(String part) {
        return events.stream()
                .filter(event -> event.getMessage().getFormattedMessage().contains(part))
                .toList();
    }

    @Override
    public void append(LogEvent event) {
        events.add(event.toImmutable());
    }

    @Override
    public void close() {
        root().removeAppender(this);
        stop();
    }

    private static Logger root() {
        return (Logger) LogManager.getRootLogger();
    }
}
