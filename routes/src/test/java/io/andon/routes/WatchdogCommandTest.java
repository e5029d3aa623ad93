package io.andon.routes;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell gets from {@code andon watchdog}. */
final class WatchdogCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A day's work in seconds. */
    private static final String HASTY =
            " -D andon.watchdog.poll-interval=500ms -D andon.watchdog.poll-timeout=500ms"
                    + " -D andon.watchdog.patience=2s -D andon.watchdog.start-grace=2s"
                    + " -D andon.watchdog.cooldown=1h -D andon.watchdog.stable-for=24h";

    private static final String WELL =
            """
            {"state":"UP","reasons":[],"recommendedAction":"none","restartHelps":false}\
            """;
    private static final String LEAK =
            """
            {"state":"DEGRADED","reasons":[{"code":"DB_POOL_EXHAUSTED"},{"code":"NEW_CODE"}],
             "recommendedAction":"restart","restartHelps":true}\
            """;
    private static final String AUTH =
            """
            {"state":"DEGRADED","reasons":[{"code":"DB_AUTH_FAILED"}],
             "recommendedAction":"fix-config","restartHelps":false}\
            """;

    @TempDir private Path data;
    private final List<Process> started = new ArrayList<>();

    @Test
    void aRealAndonIsLeftAloneWithoutItsDatabaseAndAskedToRestartWhenItIsFrozen() throws Exception {
        var plant = new SeededPlant(75);
        Server database = Server.createTcpServer("-tcpPort", "0").start();
        String url =
                "jdbc:h2:tcp://127.0.0.1:%d/mem:%s".formatted(database.getPort(), plant.name());
        Path folder = plant.folder(data, url, "500ms", "4s");
        try (plant;
                var andon = ForkedAndon.listening(folder, data, Map.of())) {
            soon().until(() -> andon.http.get("/health").body().contains("\"UP\""));
            Ended once = run("watchdog --once" + here(andon.port()));
            assertThat(once.code()).isZero();
            assertThat(once.out())
                    .singleElement()
                    .asString()
                    .endsWith("Z rest well: nothing is to be done");
            assertThat(once.err()).isEmpty();

            try (var lines = lines("watchdog" + here(andon.port()) + HASTY)) {
                assertThat(lines.readLine()).contains(" rest well: ");
                database.stop();
                assertThat(untilSaid(lines, " wait waiting-helps: ")).noneMatch(this::isAct);
                soon().until(() -> andon.http.get("/health").body().contains("CACHE_STALE"));
                andon.freeze();
                List<String> frozen = untilSaid(lines, " restart ");
                assertThat(frozen.getLast())
                        .contains(" restart silent unknown: ", "; no answer from http://");
                andon.thaw();
            }
            assertThat(andon.isAlive()).isTrue();
        } finally {
            database.stop();
        }
    }

    private boolean isAct(String line) {
        return line.contains(" restart ") || line.contains(" reload ");
    }

    /** The lines up to the first that has this. */
    private static List<String> untilSaid(BufferedReader lines, String what) throws IOException {
        var said = new ArrayList<String>();
        do said.add(lines.readLine());
        while (!said.getLast().contains(what));
        return said;
    }

    @Test
    void whereNobodyListensAPersonIsPagedAndASignalEndsTheWatch() throws Exception {
        String here = here(RunningAndon.freePort());
        Ended once = run("watchdog --once" + here);
        assertThat(once.code()).isZero();
        assertThat(once.out()).singleElement().asString().contains(" wait confirming: ");
        Files.delete(data.resolve("watchdog/state"));

        Process watchdog = start("watchdog" + here + HASTY);
        try (BufferedReader lines = watchdog.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains(" wait confirming: ");
            assertThat(lines.readLine()).contains(" page gone: nothing listens where it should");
            assertThat(lines.readLine()).contains(" wait paged: ");
            watchdog.destroy();
            assertThat(watchdog.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(watchdog.exitValue()).isZero();
        assertThat(Files.readAllLines(data.resolve("err1")))
                .singleElement()
                .asString()
                .contains(" ERROR ", " page gone: ");
        assertThat(Files.getPosixFilePermissions(data.resolve("watchdog/state")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** Stands for an Andon with a leak: the real one takes minutes to be sure of its own. */
    @Test
    void aLeakIsRestartedOnceAndWhatIsRefusedDoesNotCount() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        var answers = new ConcurrentHashMap<>(Map.of("/health", LEAK));
        HttpServer server = server(asked, answers);
        Files.writeString(data.resolve("admin-token"), "0123456789abcdef");
        try (var lines = lines("watchdog --json" + here(server) + HASTY)) {
            assertThat(JSON.readTree(lines.readLine()).path("reason").asText())
                    .isEqualTo("confirming");
            JsonNode refused = JSON.readTree(lines.readLine());
            assertThat(refused.path("decision").asText()).isEqualTo("restart");
            assertThat(refused.path("outcome").asText()).isEqualTo("refused");
            assertThat(refused.path("detail").asText()).isEqualTo("NOT_FOUND: no such thing");
            assertThat(refused.at("/budget/used").asInt(-1)).isZero();
            answers.put("/admin/api/restart", "{\"result\":\"applied\"}");
            JsonNode applied = next(lines, "restart");
            assertThat(applied.path("reason").asText()).isEqualTo("leak");
            assertThat(applied.path("outcome").asText()).isEqualTo("applied");
            assertThat(applied.at("/budget/used").asInt()).isEqualTo(1);
            answers.put("/health", WELL);
            answers.put("/admin/api/status", "{\"startedAt\":\"2026-03-01T00:00:01Z\"}");
            assertThat(next(lines, "rest").path("reason").asText()).isEqualTo("well");
        } finally {
            server.stop(0);
        }
        assertThat(asked).contains("POST /admin/api/restart Bearer 0123456789abcdef");
        assertThat(asked).doesNotContain("GET /health Bearer 0123456789abcdef");
        assertThat(asked).noneMatch(each -> each.contains("/reload"));
    }

    @Test
    void aDamagedMemoryIsPutAsideAndTheBudgetCountsAsUsed() throws Exception {
        Path state = Files.createDirectories(data.resolve("watchdog")).resolve("state");
        Files.writeString(state, "{");
        Ended once = run("watchdog --once --json" + here(RunningAndon.freePort()));
        JsonNode line = JSON.readTree(once.out().getFirst());
        assertThat(line.at("/budget/used").asInt()).isEqualTo(3);
        assertThat(line.at("/budget/max").asInt()).isEqualTo(3);
        assertThat(line.at("/budget/windowSeconds").asInt()).isEqualTo(3_600);
        assertThat(once.err()).singleElement().asString().contains(" ERROR ", "put aside");
        assertThat(data.resolve("watchdog/aside/state.foreign")).hasContent("{");
    }

    @Test
    void onceEndsWithWhatCameOfTheLook() throws Exception {
        var answers = new ConcurrentHashMap<>(Map.of("/health", AUTH));
        HttpServer server = server(new CopyOnWriteArrayList<>(), answers);
        String hasty =
                here(server)
                        + " -D andon.watchdog.poll-interval=5s"
                        + " -D andon.watchdog.patience=6s";
        try {
            assertThat(run("watchdog --once" + hasty).code()).isZero();
            var looks = new ArrayList<Ended>();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> {
                        looks.add(run("watchdog --once" + hasty));
                        return looks.getLast().code() != 0;
                    });
            Ended paged = looks.getLast();
            assertThat(paged.code()).isEqualTo(4);
            assertThat(paged.out().getFirst())
                    .endsWith("says that only a person can mend this (DB_AUTH_FAILED)");
            answers.put("/health", AUTH.replace("}],", "}],\"maintenance\":{\"reason\":null},"));
            Ended kept = run("watchdog --once" + hasty);
            assertThat(kept.code()).isZero();
            assertThat(kept.out().getFirst()).endsWith(" rest maintenance: a person works on it");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void twoOfThemDoNotShareAMemory() throws Exception {
        String here = here(RunningAndon.freePort());
        try (var lines = lines("watchdog" + here)) {
            assertThat(lines.readLine()).contains(" wait confirming: ");
            Ended other = run("watchdog --once" + here);
            assertThat(other.code()).isEqualTo(1);
            assertThat(other.out()).isEmpty();
            assertThat(other.err())
                    .singleElement()
                    .asString()
                    .startsWith("andon: no watchdog can start here: another process writes to ");
        }
    }

    @Test
    void aWrongCommandLineEndsWithUsage() throws Exception {
        assertThat(run("watchdog --forever").code()).isEqualTo(64);
        assertThat(run("watchdog -D andon.watchdog.starts-max=10").code()).isEqualTo(78);
    }

    /** The table that the cases are played with is the one that ships. */
    @Test
    void theDocumentSaysTheDefaults() throws IOException {
        List<String> rows =
                Files.readAllLines(RunningAndon.root().resolve("docs/watchdog.md")).stream()
                        .filter(line -> line.startsWith("| andon.watchdog."))
                        .map(line -> line.split("\\|", -1)[1] + line.split("\\|", -1)[2])
                        .map(row -> row.strip().replaceAll(" +", " "))
                        .toList();
        List<String> settings =
                Configuration.read(RunningAndon.root(), Map.of(), Map.of())
                        .settings()
                        .all()
                        .stream()
                        .filter(each -> each.key().key().startsWith("andon.watchdog."))
                        .map(each -> each.key().key() + " " + each.shown().orElse(""))
                        .toList();
        assertThat(rows).containsExactlyElementsOf(settings);
    }

    private static JsonNode next(BufferedReader lines, String decision) throws IOException {
        while (true) {
            JsonNode line = JSON.readTree(lines.readLine());
            if (line.path("decision").asText().equals(decision)) return line;
        }
    }

    /** Answers what is in the map; all else is not found, as Andon says that. */
    private static HttpServer server(List<String> asked, Map<String, String> answers)
            throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> answer(exchange, asked, answers));
        server.start();
        return server;
    }

    private static void answer(
            HttpExchange exchange, List<String> asked, Map<String, String> answers)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(
                "%s %s %s"
                        .formatted(exchange.getRequestMethod(), path, token == null ? "" : token));
        if (path.equals("/health/live")) answers.putIfAbsent(path, "{\"up\":true}");
        String found = answers.get(path);
        byte[] body =
                (found == null ? "{\"code\":\"NOT_FOUND\",\"detail\":\"no such thing\"}" : found)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String here(HttpServer server) {
        return here(server.getAddress().getPort());
    }

    private String here(int port) {
        return " --port %d -D andon.data-dir=%s".formatted(port, data);
    }

    private Ended run(String arguments) throws Exception {
        return AndonCommand.run(RunningAndon.root(), data.resolve("err0"), arguments);
    }

    /** The lines of one that stays; it is killed with the test. */
    private BufferedReader lines(String arguments) throws IOException {
        return start(arguments).inputReader(StandardCharsets.UTF_8);
    }

    private Process start(String arguments) throws IOException {
        Path errors = data.resolve("err" + (started.size() + 1));
        Process process = AndonCommand.start(RunningAndon.root(), errors, arguments);
        started.add(process);
        return process;
    }

    @AfterEach
    void killWhatStayed() {
        started.forEach(Process::destroyForcibly);
    }
}
