package io.andon.routes.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender.Target;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard error as the log of a service. Nobody who logs ever waits for whoever
 * reads it: when that is slow or stands still, lines are dropped and counted.
 */
public final class ConsoleLog {
    /** What a start in trouble says at once, some times over. */
    private static final int LINES_WAITING_MAX = 2_048;

    private static final Duration LAST_LINES = Duration.ofMillis(500);
    private static final AtomicLong DROPPED = new AtomicLong();

    private ConsoleLog() {}

    /** From now on everything that is logged is written in that form and without secrets. */
    public static void open(LogForm form, Redaction redaction) {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration configuration = context.getConfiguration();
        LoggerConfig root = configuration.getRootLogger();
        Appender console =
                ConsoleAppender.newBuilder()
                        .setName("stderr")
                        .setTarget(Target.SYSTEM_ERR)
                        .setLayout(new Lines(form, redaction))
                        .build();
        var drops = new Drops();
        for (Appender each : new Appender[] {console, drops}) {
            each.start();
            configuration.addAppender(each);
        }
        AsyncAppender waiting =
                AsyncAppender.newBuilder()
                        .setName("waiting")
                        .setConfiguration(configuration)
                        .setAppenderRefs(
                                new AppenderRef[] {
                                    AppenderRef.createAppenderRef(console.getName(), null, null)
                                })
                        .setErrorRef(drops.getName())
                        .setBlocking(false)
                        .setBufferSize(LINES_WAITING_MAX)
                        .setShutdownTimeout(LAST_LINES.toMillis())
                        .build();
        waiting.setHandler(new Silence());
        waiting.start();
        configuration.addAppender(waiting);
        root.getAppenders().keySet().forEach(root::removeAppender);
        root.addAppender(waiting, null, null);
        context.updateLoggers();
    }

    /** Lines that nobody took in time. */
    public static long dropped() {
        return DROPPED.get();
    }

    private static final class Lines extends AbstractStringLayout {
        private final LogForm form;
        private final Redaction redaction;

        Lines(LogForm form, Redaction redaction) {
            super(StandardCharsets.UTF_8);
            this.form = form;
            this.redaction = redaction;
        }

        @Override
        public String toSerializable(LogEvent event) {
            return form.write(LogLine.of(event, redaction));
        }
    }

    private static final class Drops extends AbstractAppender {
        Drops() {
            super("drops", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            DROPPED.incrementAndGet();
        }
    }

    /** Log4j's own would write to the very stream that nobody reads. */
    private static final class Silence implements ErrorHandler {
        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Throwable failure) {}

        @Override
        public void error(String message, @Nullable LogEvent event, Throwable failure) {}
    }
}
