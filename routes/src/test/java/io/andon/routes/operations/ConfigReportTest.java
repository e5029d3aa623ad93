package io.andon.routes.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.processors.compose.Encode;
import io.andon.routes.Configuration;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration as operators see it, and what makes two hosts differ. */
final class ConfigReportTest {
    private static final Path DEMO = RunningAndon.root().resolve("config/plants/demo");

    @TempDir private Path folder;

    @Test
    void everySettingIsShownWithItsSourceAndNoSecret() throws IOException {
        JsonNode shown =
                report(
                        Map.of("andon.http.port", "8181"),
                        Map.of(
                                "ANDON_DB_PASSWORD", "tiger-lily",
                                "ANDON_DB_URL", "jdbc:x://h/d?password=tulip&a=1"));
        assertThat(setting(shown, "andon.http.port")).isEqualTo("8181 command-line");
        assertThat(setting(shown, "andon.log.kept")).isEqualTo("500 default");
        assertThat(setting(shown, "andon.db.password")).isEqualTo("*** environment");
        assertThat(setting(shown, "andon.db.url"))
                .isEqualTo("jdbc:x://h/d?password=***&a=1 environment");
        assertThat(shown.toString()).doesNotContain("tiger-lily", "tulip", "SELECT");
    }

    @Test
    void thePlantsFiguresAreThoseOfItsFile() throws IOException {
        JsonNode lots = report(Map.of(), Map.of()).at("/plant/tables/0");
        assertThat(lots.path("table").asText()).isEqualTo("lots");
        assertThat(lots.path("periodSeconds").asDouble()).isEqualTo(5);
        assertThat(lots.path("expireAfterSeconds").asDouble()).isEqualTo(4 * 3600);
        assertThat(lots.path("required").asBoolean()).isTrue();
        assertThat(lots.at("/gates/confirmation/overSeconds").asDouble()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({
        "andon.http.port, 8181",
        "andon.http.host, 0.0.0.0",
        "andon.data-dir, elsewhere",
        "andon.admin.token-file, elsewhere/token",
        "andon.log.kept, 500"
    })
    void whatIsTheHostsOwnDoesNotChangeTheFingerprint(String key, String value) throws IOException {
        assertThat(fingerprint(Map.of(key, value), Map.of()))
                .isEqualTo(fingerprint(Map.of(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "andon.log.kept, 501",
        "andon.db.pool.max-size, 11",
        "andon.memory.budget, 60%",
        "andon.db.url, jdbc:h2:mem:x",
        "andon.db.password, x",
        "andon.demo.seed, 2",
        "andon.plant, smt2020"
    })
    void everyOtherSettingChangesIt(String key, String value) throws IOException {
        var settings = new HashMap<>(Map.of(key, value));
        if (key.equals("andon.plant")) settings.put("andon.db.url", "jdbc:h2:mem:x");
        assertThat(fingerprint(settings, Map.of())).isNotEqualTo(fingerprint(Map.of(), Map.of()));
    }

    @Test
    void whichPasswordItIsDoesNotChangeItAndNeitherWhereItCameFrom() throws IOException {
        String fingerprint = fingerprint(Map.of("andon.db.password", "one"), Map.of());
        assertThat(fingerprint(Map.of("andon.db.password", "two"), Map.of()))
                .isEqualTo(fingerprint);
        assertThat(fingerprint(Map.of(), Map.of("ANDON_DB_PASSWORD", "one")))
                .isEqualTo(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant.yaml", "lots.sql", "lot_history.sql", "resource_status.sql"})
    void everyFileOfThePlantCounts(String file) throws IOException {
        Path copy = copyOfDemo();
        String before = fingerprint(Map.of("andon.plant", copy.toString()), Map.of());
        Path changed = copy.resolve(file);
        String text = Files.readString(changed);
        Files.writeString(
                changed,
                file.equals("plant.yaml")
                        ? text.replaceFirst("RUN", "RAN")
                        : text.replaceFirst("(?i)SELECT", "SELECT /* other */"));
        assertThat(Files.readString(changed)).isNotEqualTo(text);
        assertThat(fingerprint(Map.of("andon.plant", copy.toString()), Map.of()))
                .isNotEqualTo(before);
    }

    private Path copyOfDemo() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("demo"));
        try (Stream<Path> files = Files.list(DEMO)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }

    private static String setting(JsonNode shown, String key) {
        return shown.path("settings")
                .valueStream()
                .filter(each -> each.path("key").asText().equals(key))
                .map(each -> each.path("value").asText() + " " + each.path("source").asText())
                .findFirst()
                .orElseThrow();
    }

    private static String fingerprint(
            Map<String, String> commandLine, Map<String, String> environment) throws IOException {
        return report(commandLine, environment).path("fingerprint").asText();
    }

    private static JsonNode report(Map<String, String> commandLine, Map<String, String> environment)
            throws IOException {
        Configuration read = Configuration.read(RunningAndon.root(), environment, commandLine);
        var report = new ConfigReport(read.plant(), read.settings());
        return new ObjectMapper().readTree(Encode.bytes(report::write));
    }
}
