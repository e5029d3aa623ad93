package io.andon.routes.faults;

import io.andon.routes.running.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One page over real sockets. It hears of changes over the event stream, asks once for those that
 * come together, says what it has, and comes back after a loss at a random moment of a span that
 * doubles from the server's {@code retry:}: the waits of the front end's event stream and feed.
 */
final class Browser {
    /** A change is asked for so long after it was announced, and up to as long again later. */
    private static final int SETTLE_MILLIS = 100;

    private static final int LEAST_MILLIS = 1_000;
    private static final int SPREAD_MILLIS_MAX = 15_000;
    private static final int TOLD_SPREAD_MILLIS_MAX = 5_000;
    private static final String NO_TAG = "\"none\"";
    private static final String PATH = "/api/dashboard/kpi";

    private final int port;
    private final Map<String, Long> shown = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean degraded = true;
    private volatile boolean connected;
    private volatile boolean ending;
    private int retryMillis = 2_000;
    private String tag = NO_TAG;

    Browser(int port) {
        this.port = port;
    }

    /** Whether it shows a later version of every table than these, and nothing is wrong. */
    boolean isFreshSince(Map<String, Long> versions) {
        return !degraded
                && versions.entrySet().stream()
                        .allMatch(each -> shown.getOrDefault(each.getKey(), 0L) > each.getValue());
    }

    /** Whether it says that its figures are not the latest. */
    boolean isDegraded() {
        return degraded;
    }

    boolean isConnected() {
        return connected;
    }

    int answers() {
        return answers.get();
    }

    /** Answers that told it to come again. */
    int refused() {
        return refused.get();
    }

    void leave() {
        ending = true;
    }

    /** Lives until it is told to leave. */
    void live() {
        for (int failures = 0; !ending; failures++) {
            if (failures > 0) pause(LEAST_MILLIS, spread(failures));
            try (var stream = new KeepAlive(port);
                    var requests = new KeepAlive(port)) {
                if (stream.stream("/api/events") != 200) continue;
                connected = true;
                failures = 0;
                while (!ending) hear(stream, requests);
            } catch (IOException _) {
                // lost: it comes back
            } finally {
                connected = false;
            }
        }
    }

    private int spread(int failures) {
        return Math.min(SPREAD_MILLIS_MAX, retryMillis << Math.min(failures - 1, 10));
    }

    private void hear(KeepAlive stream, KeepAlive requests) throws IOException {
        if (!isNews(stream.line())) return;
        pause(SETTLE_MILLIS, SETTLE_MILLIS);
        while (stream.hasMore()) isNews(stream.line());
        boolean answered = false;
        while (!answered) answered = isAnswered(requests);
    }

    private boolean isNews(String line) {
        if (line.startsWith("retry: ")) retryMillis = Integer.parseInt(line.substring(7));
        return line.equals("event: version") || line.equals("event: degraded");
    }

    /** Asks once, and waits when it is told to come again. */
    private boolean isAnswered(KeepAlive connection) throws IOException {
        Reply reply = connection.get(PATH, "If-None-Match: " + tag);
        answers.incrementAndGet();
        if (reply.status() == 304) return true;
        if (reply.status() == 200) {
            tag = reply.header("etag").orElse(NO_TAG);
            shown.putAll(reply.versions());
            degraded = !reply.degraded().isEmpty();
            return true;
        }
        refused.incrementAndGet();
        int told = 1_000 * reply.header("retry-after").map(Integer::parseInt).orElse(1);
        pause(told, Math.clamp(told, 1_000, TOLD_SPREAD_MILLIS_MAX));
        return ending;
    }

    private static void pause(int least, int spread) {
        int millis = least + ThreadLocalRandom.current().nextInt(spread + 1);
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
