package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process as a shell sees it: exit code, lines, and that it ends. */
final class MainTest {
    private static final int LIMIT_SECONDS = 60;

    @TempDir private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "run --nope", "run --port"})
    void aWrongCommandLineEndsWithUsage(String arguments) throws Exception {
        Ended ended = andon(RunningAndon.root(), arguments);
        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.err()).anyMatch(line -> line.startsWith("Usage: andon"));
    }

    @Test
    void aUsedPortEndsWithOneClearLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Ended ended =
                    andon(RunningAndon.root(), "run --port " + port + " -D andon.data-dir=" + home);
            assertThat(ended.code()).isEqualTo(69);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("andon: port " + port + " of 127.0.0.1 is in use");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-D andon.data-dir=/proc/nowhere",
                "-D andon.http.host=no-such-host.invalid",
                "--port 0"
            })
    void whatAStartCannotUseEndsWithOneLineAndNoStack(String arguments) throws Exception {
        String port = arguments.contains("--port") ? "" : " --port " + RunningAndon.freePort();
        Ended ended = andon(RunningAndon.root(), "run " + arguments + port);
        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.err()).singleElement().asString().startsWith("andon: ");
    }

    @Test
    void aBadConfigurationEndsWithEveryProblemOnALineOfItsOwn() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(
                home.resolve("config/application.properties"),
                "andon.http.port = x\nandon.nope = 1\nandon.refresh.parallel = 99\n");
        Files.createDirectories(home.resolve("config/plants/demo"));
        Files.writeString(
                home.resolve("config/plants/demo/plant.yaml"),
                """
                title: Broken
                timeZone: UTC
                nope: 1
                source: {url: "jdbc:h2:mem:x"}
                tables:
                  lots: {readDeadline: 2s}
                """);
        Files.writeString(home.resolve("config/plants/demo/lots.sql"), "SELECT 1");
        Ended ended = andon(home, "run");
        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.err())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("andon: andon.http.port = 'x'"))
                .anyMatch(line -> line.startsWith("andon: andon.nope "))
                .anyMatch(line -> line.startsWith("andon: andon.refresh.parallel = '99'"))
                .anyMatch(line -> line.startsWith("andon: plant.yaml.nope "))
                .anyMatch(line -> line.startsWith("andon: andon.db.lock-timeout must be shorter"));
    }

    @Test
    void aBrokenPlantEndsWithEveryProblemOfItsFolder() throws Exception {
        Path plant = Files.createDirectories(home.resolve("broken"));
        Files.writeString(
                plant.resolve("plant.yaml"),
                """
                title: Broken
                timeZone: Nowhere/Land
                nope: 1
                tables:
                  lots: {period: 5 minutes, filters: customer}
                  dreams: {}
                """);
        Ended ended = andon(RunningAndon.root(), "run --plant " + plant);
        assertThat(ended.code()).isEqualTo(78);
        String all = String.join("\n", ended.err());
        assertThat(all)
                .contains(
                        "plant.yaml.timeZone = 'Nowhere/Land'",
                        "plant.yaml.nope is not known",
                        "plant.yaml.tables.lots.period = '5 minutes'",
                        "plant.yaml.tables.lots.filters: expected a list",
                        "plant.yaml.tables.dreams is not a table that Andon knows",
                        "lots.sql cannot be read",
                        "andon.db.url is not set");
        assertThat(all).doesNotContain("Exception");
    }

    @Test
    void helpIsNoMistake() throws Exception {
        Ended ended = andon(RunningAndon.root(), "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.startsWith("Usage: andon"));
    }

    @Test
    void itSaysWhereItIsAndEndsWithNothingWhenToldToStop() throws Exception {
        int port = RunningAndon.freePort();
        Process process =
                start(
                        RunningAndon.root(),
                        "run --port %d -D andon.demo.lots=50 -D andon.data-dir=%s"
                                .formatted(port, home));
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine())
                    .isEqualTo(
                            "Andon shows Demo assembly and test at http://127.0.0.1:%d/"
                                    .formatted(port));
            assertThat(out.readLine())
                    .isEqualTo("The admin token is in " + home.resolve("admin-token"));
            process.destroy();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private Ended andon(Path andonHome, String arguments) throws Exception {
        return AndonCommand.run(andonHome, home.resolve("err"), arguments);
    }

    private Process start(Path andonHome, String arguments) throws IOException {
        return AndonCommand.start(andonHome, home.resolve("err"), arguments);
    }
}
