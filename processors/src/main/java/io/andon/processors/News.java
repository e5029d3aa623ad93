package io.andon.processors;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import io.andon.cache.store.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells trouble that begins from trouble that goes on, however often it comes and whatever comes in
 * between: a log that grows with every refused question is lost just when it is needed. Threads:
 * any.
 */
public final class News {
    /** What has not come for so long has ended, and is news when it comes again. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final TimeSource time;
    private final Map<Trouble, Moment> last = new ConcurrentHashMap<>();

    private record Trouble(TableName table, DegradedCode code) {}

    public News(TimeSource time) {
        this.time = time;
    }

    /** Whether the code begins for that table, now that it has come. */
    public boolean begins(TableName table, DegradedCode code) {
        Moment now = time.now();
        Moment before = last.put(new Trouble(table, code), now);
        return before == null || now.since(before).compareTo(QUIET) >= 0;
    }
}
