package io.andon.routes.faults;

import static org.awaitility.Awaitility.await;

import io.andon.routes.running.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads every screen without a pause over connections that are kept, and keeps all that came back.
 */
final class Watch implements AutoCloseable {
    static final List<String> PATHS =
            List.of(
                    "/api/wip/overview/summary",
                    "/api/wip/overview/matrix",
                    "/api/wip/overview/hold",
                    "/api/wip/lots?pageSize=20",
                    "/api/resource/status/summary",
                    "/api/dashboard/kpi");

    private static final int CLIENTS = 2;

    /** Leaves most of a small machine to what is watched. */
    private static final long PAUSE_NANOS = 4_000_000;

    private final int port;
    private final Map<String, Body> bodies = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Reading> readings = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean ending;

    /**
     * One answer.
     *
     * @param at when it was asked for, by {@link System#nanoTime}
     * @param age the header, or -1
     */
    record Reading(int client, long at, long took, Body body, long age, Optional<String> etag) {}

    private Watch(int port) {
        this.port = port;
    }

    static Watch begin(int port) {
        var watch = new Watch(port);
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            watch.running.add(watch.clients.submit(() -> watch.read(client)));
        }
        return watch;
    }

    /** Waits until that many more answers have come. */
    void awaitMore(int answers) {
        int before = readings.size();
        await("answers to cached reads")
                .atMost(Duration.ofSeconds(30))
                .until(() -> readings.size() >= before + answers || !failures.isEmpty());
    }

    /** Requests that got no answer, by what happened. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Reading> readings() {
        return List.copyOf(readings);
    }

    @Override
    public void close() {
        ending = true;
        try {
            for (Future<?> each : running) each.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a client broke", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            clients.close();
        }
    }

    private void read(int client) {
        while (!ending) {
            try (var connection = new KeepAlive(port)) {
                for (int i = client; !ending; i++) {
                    ask(client, connection, PATHS.get(i % PATHS.size()));
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException | UncheckedIOException e) {
                failures.add(e.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void ask(int client, KeepAlive connection, String path) throws IOException {
        long begun = System.nanoTime();
        Reply reply = connection.get(path);
        long took = System.nanoTime() - begun;
        Body body = bodies.computeIfAbsent(path + reply.body(), _ -> Body.of(reply));
        readings.add(
                new Reading(
                        client,
                        begun,
                        took,
                        body,
                        reply.header("age").map(Long::parseLong).orElse(-1L),
                        reply.header("etag")));
    }
}
