package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.settings.SettingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** What a shell gets from status, config, breaker, maintenance and audit. */
final class AdminCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;
    @TempDir private Path own;

    @BeforeAll
    static void startAndon() {
        plant = new SeededPlant(79);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stopAndon() {
        andon.close();
        plant.close();
    }

    @Test
    void statusShowsOnOneScreenWhatIsAndSaysUpByItsCode() throws Exception {
        Ended ended = andon("status");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        long version =
                andon.http.get("/api/wip/overview/summary").meta().at("/versions/lots").asLong();
        assertThat(ended.out().getFirst()).matches("UP since .*Z, recommended: none");
        assertThat(ended.out())
                .anyMatch(line -> line.matches("lots +" + version + " +400 +[0-9]+s +-"))
                .anyMatch(line -> line.matches("query +0 +[0-9]+ +0 +10"))
                .anyMatch(line -> line.startsWith("database reachable, checked 20"))
                .contains("breaker source CLOSED");
        assertThat(ended.out().size()).isLessThan(24);
    }

    @Test
    void statusOfOneThatIsDegradedNamesWhyAndEndsWith2() throws Exception {
        plant.run("CREATE TABLE KEPT AS SELECT * FROM MES_LOT; DELETE FROM MES_LOT");
        try {
            andon.refresh("lots");
            Ended ended = andon("status");
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.out().getFirst()).startsWith("DEGRADED since ").contains(": page");
            assertThat(ended.out().get(1)).startsWith("  SOURCE_SUSPECT_EMPTY lots since ");
            assertThat(ended.out())
                    .anyMatch(line -> line.matches("lots .* 400 .* SOURCE_SUSPECT_EMPTY"));
            Ended shown = andon("status --json");
            assertThat(shown.code()).isEqualTo(2);
            JsonNode deep = json(shown);
            assertThat(deep.at("/health/state").asText()).isEqualTo("DEGRADED");
            assertThat(deep.fieldNames())
                    .toIterable()
                    .containsAll(List.of("pools", "breaker", "tables", "disk", "audit", "jvm"));
        } finally {
            plant.run("INSERT INTO MES_LOT SELECT * FROM KEPT; DROP TABLE KEPT");
            andon.refresh("lots");
        }
    }

    @Test
    void statusOfOneThatServesNothingEndsWith3() throws Exception {
        String nobody = "jdbc:h2:tcp://127.0.0.1:%d/mem:x".formatted(RunningAndon.freePort());
        try (var other = new SeededPlant(83);
                var empty =
                        RunningAndon.of(
                                other.folder(own, nobody, "1h", "2h"), own.resolve("data"))) {
            int port = empty.configuration().settings().whole(SettingKey.HTTP_PORT);
            Ended ended =
                    run(
                            "status --port %d -D andon.data-dir=%s"
                                    .formatted(port, own.resolve("data")));
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.out().getFirst()).matches("(STARTING|DOWN) since .*");
            assertThat(ended.out()).noneMatch(line -> line.startsWith("database reachable"));
            assertThat(ended.out())
                    .anyMatch(line ->
                            line.matches("lots +- +- +- +(CACHE_WARMING|DB_UNREACHABLE).*"));
        }
    }

    @Test
    void statusOfOneThatGoesDownIsAStateAndNoFailure() throws Exception {
        byte[] problem =
                "{\"code\":\"DRAINING\",\"detail\":\"x\",\"traceId\":\"0\"}"
                        .getBytes(StandardCharsets.US_ASCII);
        var leaving =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        leaving.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(503, problem.length);
                    exchange.getResponseBody().write(problem);
                    exchange.close();
                });
        leaving.start();
        try {
            int port = leaving.getAddress().getPort();
            Ended ended = run("status --port %d -D andon.data-dir=%s".formatted(port, data));
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.out()).containsExactly("DRAINING: it is going down");
            Ended config = run("config --port %d -D andon.data-dir=%s".formatted(port, data));
            assertThat(config.code()).isEqualTo(1);
            assertThat(config.err()).containsExactly("andon: DRAINING: x");
        } finally {
            leaving.stop(0);
        }
    }

    @Test
    void configShowsWhatTheServerHasInForceAndNotWhatTheCommandWasGiven() throws Exception {
        JsonNode config =
                andon.http.get("/admin/api/config", "Authorization", andon.bearer()).json();
        Ended ended = andon("config -D andon.log.kept=7");
        assertThat(ended.code()).isZero();
        assertThat(ended.out().getFirst())
                .isEqualTo("fingerprint " + config.path("fingerprint").asText());
        assertThat(ended.out())
                .anyMatch(line -> line.matches("andon.log.kept +500 +default"))
                .anyMatch(line -> line.matches("andon.data-dir +" + data + " +command-line"))
                .anyMatch(line -> line.startsWith("lots "));
        assertThat(json(andon("config --json"))).isEqualTo(config);
    }

    @Test
    void aBreakerIsHeldOpenAndClosed() throws Exception {
        Ended opened = andon("breaker open source");
        assertThat(opened.code()).isZero();
        assertThat(opened.out())
                .singleElement()
                .asString()
                .startsWith("source: applied. ")
                .endsWith("CLOSED -> FORCED_OPEN");
        assertThat(andon("status").out())
                .anyMatch(line -> line.startsWith("breaker source FORCED_OPEN since "));
        JsonNode closed = json(andon("breaker close source --json"));
        assertThat(closed.path("result").asText()).isEqualTo("applied");
        assertThat(closed.at("/after/state").asText()).isEqualTo("CLOSED");
    }

    @Test
    void maintenanceIsStartedShownAndEnded() throws Exception {
        Ended started = andon("maintenance start --for 2h --reason disks");
        assertThat(started.code()).isZero();
        assertThat(started.out().getFirst()).isEqualTo("applied. Maintenance has begun.");
        assertThat(started.out().getLast()).startsWith("maintenance until ").endsWith(": disks");
        assertThat(andon("status").out()).contains(started.out().getLast());
        assertThat(json(andon("maintenance end --json")).path("after").isNull()).isTrue();
        assertThat(andon("maintenance end").out())
                .containsExactly("applied. There was no maintenance.");
    }

    @Test
    void auditShowsWhatWasDoneHere() throws Exception {
        andon("breaker close source");
        andon("refresh dreams");
        Ended ended = andon("audit --limit 2");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).hasSize(2);
        assertThat(ended.out().getFirst())
                .contains(" 127.0.0.1 POST /admin/api/breakers/source/close: applied 200 [");
        assertThat(ended.out().getLast())
                .contains(" 127.0.0.1 POST /admin/api/caches/dreams/refresh: rejected 404 [");
        assertThat(json(andon("audit --limit 1 --json")).path("entries")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "breaker open dream, NOT_FOUND",
        "breaker close ../source, NOT_FOUND",
        "maintenance start --for 2 --reason x, INVALID_PARAMETER",
        "maintenance start --for 25h --reason x, INVALID_PARAMETER",
        "audit --limit 0, INVALID_PARAMETER"
    })
    void whatIsRefusedIsOneLineWithItsCode(String command, String code) throws Exception {
        Ended told = andon(command);
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).singleElement().asString().startsWith("andon: " + code + ": ");
        Ended shown = andon(command + " --json");
        assertThat(shown.code()).isEqualTo(1);
        assertThat(json(shown).path("code").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "config",
                "audit",
                "breaker open source",
                "maintenance end",
                "status --json"
            })
    void withoutARunningAndonOneLineSaysSo(String command) throws Exception {
        int port = RunningAndon.freePort();
        Ended ended = run("%s --port %d -D andon.data-dir=%s".formatted(command, port, data));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .containsExactly("andon: no Andon answers at http://127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status lots",
                "breaker",
                "breaker open",
                "maintenance",
                "maintenance start --for 2h",
                "maintenance start --reason x",
                "audit --limit many"
            })
    void aWrongCommandLineEndsWithUsage(String arguments) throws Exception {
        Ended ended = run(arguments);
        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.err()).anyMatch(line -> line.startsWith("Usage: andon "));
    }

    @Test
    void everyCommandStandsInTheGuide() throws Exception {
        String guide = Files.readString(RunningAndon.root().resolve("docs/commands.md"));
        for (Class<?> command : Main.class.getAnnotation(Command.class).subcommands()) {
            assertThat(guide).contains("| `" + command.getAnnotation(Command.class).name());
        }
    }

    private static JsonNode json(Ended ended) throws Exception {
        return JSON.readTree(String.join("\n", ended.out()));
    }

    /** Against the Andon that runs. */
    private Ended andon(String arguments) throws Exception {
        int port = andon.configuration().settings().whole(SettingKey.HTTP_PORT);
        return run(arguments + " --port " + port + " -D andon.data-dir=" + data);
    }

    private Ended run(String arguments) throws Exception {
        return AndonCommand.run(RunningAndon.root(), own.resolve("err"), arguments);
    }
}
