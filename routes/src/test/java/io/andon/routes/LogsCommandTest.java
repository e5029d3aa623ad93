package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.running.AndonCommand;
import io.andon.routes.running.AndonCommand.Ended;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.settings.SettingKey;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a shell gets from {@code andon logs}. */
class LogsCommandTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.andon.Probe");

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;
    @TempDir private Path own = Path.of("");

    @BeforeAll
    static void startAndon() {
        plant = new SeededPlant(73);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stopAndon() {
        andon.close();
        plant.close();
    }

    @Test
    void showsTheNewestLinesOfALevelTheOldestFirst() throws Exception {
        LOG.warn("first probe");
        LOG.info("a probe of less weight");
        LOG.error("second probe", new IllegalStateException("the cause"));
        Ended ended = AndonCommand.run(RunningAndon.root(), own.resolve("e"), command("warn"));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out().stream().map(line -> line.replaceFirst("^[0-9].*Z ", "")))
                .containsSubsequence(
                        "WARN  Probe - first probe",
                        "ERROR Probe - second probe",
                        "java.lang.IllegalStateException: the cause")
                .noneMatch(line -> line.contains("of less weight"));
    }

    @Test
    void showsOneObjectALineWhenJsonIsAsked() throws Exception {
        LOG.warn("probe in json");
        Ended ended =
                AndonCommand.run(
                        RunningAndon.root(), own.resolve("e"), command("warn") + " --json");
        assertThat(ended.code()).isZero();
        assertThat(new ObjectMapper().readTree(ended.out().getLast()).path("level").asText())
                .isIn("warn", "error");
    }

    @Test
    void followingGoesOnWithWhatIsLoggedNext() throws Exception {
        LOG.warn("probe before");
        Process following =
                AndonCommand.start(
                        RunningAndon.root(), own.resolve("e"), command("warn") + " --follow");
        try (BufferedReader lines = following.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lineWith(lines, "probe before")).isNotNull();
            LOG.warn("probe while it follows");
            assertThat(lineWith(lines, "probe while it follows")).contains(" WARN  Probe - ");
            assertThat(following.isAlive()).isTrue();
        } finally {
            following.destroyForcibly();
        }
    }

    private static String lineWith(BufferedReader lines, String part) throws Exception {
        String line = lines.readLine();
        while (!line.contains(part)) line = lines.readLine();
        return line;
    }

    private static String command(String level) {
        return "logs --level %s --port %d -D andon.data-dir=%s"
                .formatted(
                        level, andon.configuration().settings().whole(SettingKey.HTTP_PORT), data);
    }
}
