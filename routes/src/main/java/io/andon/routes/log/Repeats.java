package io.andon.routes.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the same line through so many times a minute and says afterwards how many more there were.
 * Two lines are the same when one logger begins them alike, whatever their numbers, of the same
 * kind of failure. Threads: any.
 */
final class Repeats extends AbstractFilter {
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

    /** Libraries that put values into their words would fill the memory with them. */
    private static final int WORDS_MAX = 1_000;

    /** Enough to tell two lines apart; what follows is mostly values. */
    private static final int SAME_CHARACTERS = 200;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private static final Words OTHERS = new Words("", "all further", "");

    private final int most;
    private final LongSupplier nanos;
    private final Map<Words, Count> counts = new ConcurrentHashMap<>();
    private final AtomicLong suppressed = new AtomicLong();

    private record Words(String logger, String start, String failure) {}

    /** How often within the window that began then. */
    private record Count(long beganNanos, AtomicInteger times) {}

    /**
     * A filter with a clock of its own.
     *
     * @param most how many of the same line pass a minute
     * @param nanos a monotonic clock
     */
    Repeats(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** How many lines have been held back since the start. */
    long suppressed() {
        return suppressed.get();
    }

    @Override
    public Result filter(LogEvent event) {
        if (event.getLoggerName().equals(LOG.getName())) return Result.NEUTRAL;
        Words words = words(event);
        if (!counts.containsKey(words) && counts.size() >= WORDS_MAX) words = OTHERS;
        int times =
                counts.computeIfAbsent(
                                words, _ -> new Count(nanos.getAsLong(), new AtomicInteger()))
                        .times()
                        .incrementAndGet();
        if (times <= most) return Result.NEUTRAL;
        suppressed.incrementAndGet();
        return Result.DENY;
    }

    /** Ends the windows that are over; to be called every second or so. */
    void endWindows() {
        long now = nanos.getAsLong();
        counts.forEach((words, count) -> {
            if (now - count.beganNanos() < WINDOW.toNanos()) return;
            counts.remove(words);
            int more = count.times().get() - most;
            if (more > 0) {
                LOG.warn(
                        "{} more lines in a minute like: {} - {} {}",
                        more,
                        words.logger(),
                        words.start(),
                        words.failure());
            }
        });
    }

    private static Words words(LogEvent event) {
        String said = event.getMessage().getFormattedMessage();
        String start = said.substring(0, Math.min(said.length(), SAME_CHARACTERS));
        Throwable thrown = event.getThrown();
        String failure = thrown == null ? "" : thrown.getClass().getName();
        return new Words(event.getLoggerName(), NUMBER.matcher(start).replaceAll("#"), failure);
    }
}
