package io.andon.routes.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask without a pause, each over connections of its own. Whatever is no 200 has
 * failed, and so has an answer that is older than one the same client had before.
 */
final class Load implements AutoCloseable {
    private static final List<String> PATHS =
            List.of(
                    "/api/wip/overview/summary",
                    "/api/dashboard/kpi",
                    "/api/wip/lots?pageSize=20",
                    "/health/live");

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong answered = new AtomicLong();
    private final Map<String, AtomicLong> failed = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> older = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong gapNanos = new AtomicLong();
    private volatile boolean ended;

    static Load on(int port) {
        var load = new Load();
        for (String path : PATHS) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            load.clients.add(Thread.ofPlatform().name("load").start(() -> load.ask(uri)));
        }
        return load;
    }

    long answered() {
        return answered.get();
    }

    /** What failed, how often. */
    Map<String, AtomicLong> failed() {
        return failed;
    }

    long failures() {
        return failed.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** The longest time in which nobody was answered. */
    Duration gap() {
        return Duration.ofNanos(gapNanos.get());
    }

    /** Answers with a version below one that the client had seen. */
    List<String> older() {
        return List.copyOf(older);
    }

    @Override
    public void close() {
        end();
    }

    /** Asks no more; back when the last answer is there. */
    void end() {
        ended = true;
        for (Thread client : clients) {
            try {
                client.join(30_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void ask(URI uri) {
        Map<String, Long> seen = new ConcurrentHashMap<>();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!ended) {
                try {
                    HttpResponse<String> answer =
                            client.send(
                                    HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                    if (answer.statusCode() == 200) notePast(uri, answer.body(), seen);
                    else fail("%d %s".formatted(answer.statusCode(), code(answer.body())));
                } catch (IOException e) {
                    fail(e.getClass().getSimpleName());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private String code(String body) throws IOException {
        JsonNode problem = json.readTree(body);
        return problem.path("code").asText(problem.path("state").asText());
    }

    private void fail(String how) {
        failed.computeIfAbsent(how, _ -> new AtomicLong()).incrementAndGet();
    }

    private void notePast(URI uri, String body, Map<String, Long> seen) throws IOException {
        answered.incrementAndGet();
        long now = System.nanoTime();
        gapNanos.accumulateAndGet(now - lastNanos.getAndSet(now), Math::max);
        JsonNode versions = json.readTree(body).path("meta").path("versions");
        versions.fieldNames()
                .forEachRemaining(table -> {
                    long version = versions.path(table).asLong();
                    Long before = seen.put(table, version);
                    if (before != null && before > version)
                        older.add("%s %s %d < %d".formatted(uri, table, version, before));
                });
    }
}
