package io.andon.routes.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trouble that repeats itself fills no disk. */
class RepeatsTest {
    private static final int MOST = 3;

    private final AtomicLong nanos = new AtomicLong();
    private final Repeats repeats = new Repeats(MOST, nanos::get);
    private final Said said = new Said();

    @BeforeEach
    void listen() {
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        logger().removeAppender(said);
    }

    @Test
    void theSameLinePassesSoOftenAMinuteAndIsCountedBeyondThat() {
        for (int i = 0; i < MOST; i++) assertThat(passes("row " + i + " of lots")).isTrue();
        for (int i = 0; i < 5; i++) assertThat(passes("row " + i + " of lots")).isFalse();
        assertThat(repeats.suppressed()).isEqualTo(5);
        repeats.endWindows();
        assertThat(said.lines).isEmpty();
        nanos.addAndGet(Repeats.WINDOW.toNanos());
        repeats.endWindows();
        assertThat(said.lines)
                .containsExactly("5 more lines in a minute like: a.B - row # of lots ");
        assertThat(passes("row 9 of lots")).isTrue();
    }

    @Test
    void otherWordsAnotherFailureAndAnotherLoggerAreAnotherLine() {
        for (int i = 0; i < MOST; i++) passes("trouble");
        assertThat(passes("trouble")).isFalse();
        assertThat(passes("trouble of resources")).isTrue();
        assertThat(passes(event("a.B", "trouble", new IllegalStateException()))).isTrue();
        assertThat(passes(event("a.C", "trouble", null))).isTrue();
    }

    @Test
    void linesWithoutEndShareOneCountAndNoMoreMemory() {
        for (int i = 0; i < 1_000; i++) assertThat(passes(word(i))).isTrue();
        for (int i = 1_000; i < 1_000 + MOST; i++) assertThat(passes(word(i))).isTrue();
        assertThat(passes(word(5_000))).isFalse();
        assertThat(passes(word(1))).isTrue();
    }

    @Test
    void aMinuteIsOneByTheMonotonicClock() {
        passes("x");
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        repeats.endWindows();
        for (int i = 1; i < MOST; i++) assertThat(passes("x")).isTrue();
        assertThat(passes("x")).isFalse();
    }

    private static String word(int number) {
        return Integer.toString(number, 36).replaceAll("[0-9]", "-")
                + "/"
                + "z".repeat(number % 97)
                + "y".repeat(number / 97);
    }

    private boolean passes(String message) {
        return passes(event("a.B", message, null));
    }

    private boolean passes(LogEvent event) {
        return repeats.filter(event) != Result.DENY;
    }

    private static LogEvent event(String logger, String message, @Nullable Throwable thrown) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .build();
    }

    private static Logger logger() {
        return (Logger) LogManager.getLogger(Repeats.class);
    }

    private static final class Said extends AbstractAppender {
        private final List<String> lines = new ArrayList<>();

        Said() {
            super("said", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
        }
    }
}
