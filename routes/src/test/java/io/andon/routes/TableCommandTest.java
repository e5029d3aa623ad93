package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell gets from {@code andon refresh} and {@code andon accept}. */
final class TableCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;
    @TempDir private Path own;

    @BeforeAll
    static void startAndon() {
        plant = new SeededPlant(71);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stopAndon() {
        andon.close();
        plant.close();
    }

    @Test
    void refreshReadsTheTableNowAndSaysFromWhichVersionToWhich() throws Exception {
        long before = version();
        Ended ended = andon("refresh lots");
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(version()).isGreaterThan(before);
        assertThat(ended.out())
                .containsExactly(
                        "lots: applied. The table was read: published. 400 rows (version %d) ->"
                                        .formatted(before)
                                + " 400 rows (version %d)".formatted(version()));
    }

    @Test
    void refreshPrintsTheServersAnswerWhenJsonIsAsked() throws Exception {
        Ended ended = andon("refresh resources --json");
        assertThat(ended.code()).isZero();
        JsonNode answer = json(ended);
        assertThat(answer.path("result").asText()).isEqualTo("applied");
        assertThat(answer.path("table").asText()).isEqualTo("resources");
        assertThat(answer.at("/after/version").asLong())
                .isGreaterThan(answer.at("/before/version").asLong());
    }

    @Test
    void acceptShowsWhatWasRefusedAndLetsItThrough() throws Exception {
        plant.run("CREATE TABLE KEPT AS SELECT * FROM MES_LOT; DELETE FROM MES_LOT");
        try {
            andon.refresh("lots");
            Ended ended = andon("accept lots");
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).hasSize(2);
            assertThat(ended.out().getFirst())
                    .startsWith("SOURCE_SUSPECT_EMPTY, 1 times since ")
                    .endsWith("no rows after 400");
            assertThat(ended.out().getLast())
                    .startsWith("lots: applied. ")
                    .contains("400 rows (version ")
                    .contains("-> 0 rows (version ");
            assertThat(lots()).isZero();
        } finally {
            plant.run("INSERT INTO MES_LOT SELECT * FROM KEPT; DROP TABLE KEPT");
            andon.refresh("lots");
        }
        assertThat(lots()).isEqualTo(SeededPlant.LOTS);
    }

    @Test
    void acceptWithoutAnythingRefusedIsRejected() throws Exception {
        Ended told = andon("accept resources");
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err()).isEmpty();
        assertThat(told.out())
                .singleElement()
                .asString()
                .startsWith("resources: rejected. No read of the table is refused now.");
        Ended shown = andon("accept resources --json");
        assertThat(shown.code()).isEqualTo(1);
        assertThat(json(shown).path("result").asText()).isEqualTo("rejected");
    }

    @Test
    void whatMayNotBeAcceptedIsShownAndRejected() throws Exception {
        plant.run("INSERT INTO MES_MACHINE (ID, NAME, FAMILY) VALUES ('EQ/03', 'Twice', 'T')");
        try {
            andon.refresh("resources");
            Ended ended = andon("accept resources");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).hasSize(2);
            assertThat(ended.out().getFirst()).startsWith("SOURCE_DUPLICATE_KEY, 1 times since ");
            assertThat(ended.out().getLast())
                    .startsWith("resources: rejected SOURCE_DUPLICATE_KEY. Repeated keys");
        } finally {
            plant.run("DELETE FROM MES_MACHINE WHERE FAMILY = 'T'");
            andon.refresh("resources");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh", "accept"})
    void aTableThatThePlantHasNotIsNotFound(String act) throws Exception {
        Ended told = andon(act + " dreams");
        assertThat(told.code()).isEqualTo(1);
        assertOneLine(told, "andon: NOT_FOUND: ");
        Ended shown = andon(act + " dreams --json");
        assertThat(shown.code()).isEqualTo(1);
        assertThat(shown.err()).isEmpty();
        assertThat(json(shown).path("code").asText()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../lots", "lots?rows=1", "a%b", "lots#x"})
    void aNameThatIsNoNameIsAnAnswerAndNoStack(String table) throws Exception {
        Ended ended = andon("refresh " + table);
        assertThat(ended.code()).isEqualTo(1);
        assertOneLine(ended, "andon: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh lots", "accept lots", "refresh lots --json"})
    void withoutARunningAndonOneLineSaysSo(String command) throws Exception {
        int port = RunningAndon.freePort();
        Ended ended = run("%s --port %d -D andon.data-dir=%s".formatted(command, port, data));
        assertThat(ended.code()).isEqualTo(1);
        assertOneLine(ended, "andon: no Andon answers at http://127.0.0.1:" + port);
    }

    @Test
    void anotherProgramOnThePortIsNoAndon() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var caller = other.accept()) {
                                    caller.getOutputStream()
                                            .write(
                                                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                                                            .getBytes(StandardCharsets.US_ASCII));
                                    caller.getInputStream().readAllBytes();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            Ended ended =
                    run(
                            "refresh lots --port %d -D andon.data-dir=%s"
                                    .formatted(other.getLocalPort(), data));
            assertThat(ended.code()).isEqualTo(1);
            assertOneLine(ended, "andon: what answers at ");
            answering.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh", "accept"})
    void aWrongTokenIsRefused(String act) throws Exception {
        Path wrong = Files.writeString(own.resolve("token"), "0123456789abcdef");
        long before = version();
        Ended ended = andon("%s lots -D andon.admin.token-file=%s".formatted(act, wrong));
        assertThat(ended.code()).isEqualTo(1);
        assertOneLine(ended, "andon: UNAUTHENTICATED: ");
        assertThat(version()).isEqualTo(before);
    }

    @Test
    void aTokenFileThatIsNotThereOrHoldsNoTokenIsAMatterOfConfiguration() throws Exception {
        Path nowhere = own.resolve("nowhere");
        Ended ended = andon("refresh lots -D andon.admin.token-file=" + nowhere);
        assertThat(ended.code()).isEqualTo(78);
        assertOneLine(ended, "andon: the admin token %s cannot be read".formatted(nowhere));
        assertThat(nowhere).doesNotExist();

        Path letter = Files.writeString(own.resolve("letter"), "Dear reader\nthis is no token");
        Ended read = andon("refresh lots -D andon.admin.token-file=" + letter);
        assertThat(read.code()).isEqualTo(78);
        assertOneLine(read, "andon: the admin token ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh", "accept", "refresh lots resources", "accept lots --yes"})
    void aWrongCommandLineEndsWithUsage(String arguments) throws Exception {
        Ended ended = run(arguments);
        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.err()).anyMatch(line -> line.startsWith("Usage: andon "));
    }

    @Test
    void helpListsBoth() throws Exception {
        assertThat(run("--help").out())
                .anyMatch(line -> line.strip().startsWith("refresh "))
                .anyMatch(line -> line.strip().startsWith("accept "));
        assertThat(run("accept --help").out()).anyMatch(line -> line.contains("--json"));
    }

    private static void assertOneLine(Ended ended, String begin) {
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).singleElement().asString().startsWith(begin);
    }

    private static JsonNode json(Ended ended) throws Exception {
        return JSON.readTree(String.join("\n", ended.out()));
    }

    private static long version() {
        return andon.http.get("/api/wip/overview/summary").meta().at("/versions/lots").asLong();
    }

    private static long lots() {
        return andon.http
                .get("/api/wip/overview/summary?includeDummy=true")
                .data()
                .path("lots")
                .asLong();
    }

    /** Against the Andon that runs. */
    private Ended andon(String arguments) throws Exception {
        int port = andon.configuration().settings().whole(SettingKey.HTTP_PORT);
        String told = arguments + " --port " + port;
        return run(told + " -D andon.data-dir=" + data);
    }

    private Ended run(String arguments) throws Exception {
        return AndonCommand.run(RunningAndon.root(), own.resolve("err"), arguments);
    }
}
