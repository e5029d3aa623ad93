package io.andon.routes.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.slf4j.event.Level;

/** The last lines that were logged, for administrators. Threads: any. */
final class LogRing extends AbstractAppender {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int capacity;
    private final Redaction redaction;
    private final Deque<Kept> lines = new ArrayDeque<>();
    private long last;

    /**
     * A line and its number.
     *
     * @param number from 1, without a gap, since the start
     */
    record Kept(long number, LogLine line) {}

    LogRing(int capacity, Redaction redaction) {
        super("kept-" + NEXT.incrementAndGet(), null, null, true, Property.EMPTY_ARRAY);
        this.capacity = capacity;
        this.redaction = redaction;
    }

    @Override
    public void append(LogEvent event) {
        LogLine line = LogLine.of(event, redaction);
        synchronized (lines) {
            if (lines.size() == capacity) lines.removeFirst();
            lines.addLast(new Kept(++last, line));
        }
    }

    /**
     * The newest of the kept lines, the oldest of them first.
     *
     * @param least the level that a line must have at least
     * @param after only lines with a higher number
     */
    List<Kept> newest(int limit, Level least, long after) {
        var found = new ArrayList<Kept>();
        synchronized (lines) {
            var newestFirst = lines.descendingIterator();
            while (newestFirst.hasNext() && found.size() < limit) {
                Kept kept = newestFirst.next();
                if (kept.number() <= after) break;
                if (kept.line().level().toInt() >= least.toInt()) found.add(kept);
            }
        }
        return found.reversed();
    }

    /** The number of the newest line; 0 before the first. */
    long last() {
        synchronized (lines) {
            return last;
        }
    }
}
