package io.andon.routes.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.source.real.RunningAndon;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code andon check} as the launcher starts it: a JVM of its own, judged by its exit code. */
class CheckCommandTest {
    private static final int OK = 0;
    private static final int CONFIGURATION = 78;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path folder = Path.of("");

    private record Outcome(int code, String output) {}

    /** As on a fresh clone: nothing but the repository. Twice, since the second finds the file. */
    @Test
    void theDemoPlantIsMadeWhenItIsMissingAndKept() throws Exception {
        Outcome first = check("-D", "andon.demo.lots=500");

        assertThat(first.output())
                .contains("ok       lots: ", "A start with plant demo would succeed.");
        assertThat(first.output()).doesNotContain("error", "may write");
        assertThat(first.code()).isEqualTo(OK);

        Path database = folder.resolve("state/demo/plant.mv.db");
        Object made = Files.getAttribute(database, "creationTime");
        Outcome second = check("-D", "andon.demo.lots=500");
        assertThat(second.code()).isEqualTo(OK);
        assertThat(Files.getAttribute(database, "creationTime")).isEqualTo(made);
    }

    @Test
    void theDemoPlantInUseIsOneClearSentence() throws Exception {
        Path data = folder.resolve("state");
        try (var running = RunningAndon.start("demo", data, Map.of("andon.demo.lots", "500"))) {
            running.awaitUp();

            Outcome outcome = check("-D", "andon.demo.lots=500");

            assertThat(outcome.code()).isEqualTo(CONFIGURATION);
            assertThat(outcome.output())
                    .contains("error    the demo plant does not open: ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aBrokenPlantEndsWith78AndEveryMistake() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("broken");
        try (var owner = DriverManager.getConnection(url, "sa", "");
                var statement = owner.createStatement()) {
            statement.execute(
                    "CREATE TABLE lot (id VARCHAR(9), qty INT, area VARCHAR(9), pkg VARCHAR(9))");
            statement.execute("INSERT INTO lot VALUES ('L1', 1, 'A', 'P'), ('L1', 2, 'A', 'P')");
        }
        Path plant =
                PlantFolder.create(folder.resolve("plant"))
                        .yaml(
                                "{title: Broken, source: {url: \"%s\", user: sa}, tables: {lots: {}, resources: {}, resource_status: {}}}"
                                        .formatted(url))
                        .sql(
                                "lots",
                                "SELECT id AS lot_id, qty, area AS workcenter, pkg AS package FROM lot")
                        .sql("resources", "SELECT id AS resource_id, qty AS name FROM lot")
                        .sql(
                                "resource_status",
                                "SELECT 'M1' AS resource_id, 'ODD' AS state FROM nowhere")
                        .folder();

        Outcome outcome = check("--plant", plant.toString(), "-D", "andon.db.password=");

        assertThat(outcome.output())
                .contains("warning  the user may write to the database")
                .contains("error    lots: the key is not unique (1 of 2 rows")
                .contains("error    resources: column workcenter is missing")
                .contains("error    resource_status: DB_QUERY_ERROR (")
                .contains("3 problems; a start would not succeed.");
        assertThat(outcome.code()).isEqualTo(CONFIGURATION);
    }

    @Test
    void aBrokenConfigurationEndsWith78AndEveryMistake() throws Exception {
        Path plant =
                PlantFolder.create(folder.resolve("plant"))
                        .yaml("{timeZone: Nowhere, tables: {lots: {period: 5}}}")
                        .folder();

        Outcome outcome = check("--plant", plant.toString());

        assertThat(outcome.code()).isEqualTo(CONFIGURATION);
        assertThat(outcome.output())
                .contains("plant.yaml.title is missing")
                .contains("plant.yaml.timeZone = 'Nowhere'")
                .contains("plant.yaml.tables.lots.period = '5'")
                .contains("lots.sql cannot be read")
                .contains("andon.db.url is not set")
                .doesNotContain("\tat ");
    }

    private Outcome check(String... arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dandon.home=" + RunningAndon.home(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.andon.routes.Main",
                                "check",
                                "-D",
                                "andon.data-dir=" + folder.resolve("state")));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "check", ".txt");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANDON_"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
