package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.TableName;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped can be started with. */
final class ShippedConfigurationTest {
    static List<String> plants() throws IOException {
        try (Stream<Path> folders = Files.list(RunningAndon.root().resolve("config/plants"))) {
            return folders.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theDefaultsStartTheDemoPlantOnThisHostOnly() {
        Configuration read = read(Map.of());
        assertThat(read.plant().id()).isEqualTo("demo");
        assertThat(read.plant().simulator()).hasValue("demo");
        assertThat(read.settings().text(SettingKey.HTTP_HOST)).isEqualTo("127.0.0.1");
        assertThat(Wiring.access(read.settings())).isEqualTo("open");
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void whoListensBeyondThisHostIsSaidToBeOpenToTheNetwork() {
        assertThat(Wiring.access(read(Map.of("andon.http.host", "0.0.0.0")).settings()))
                .isEqualTo("open-to-network");
    }

    @ParameterizedTest
    @MethodSource("plants")
    void everyShippedPlantIsReadCleanly(String name) {
        Plant plant = read(Map.of("andon.plant", name, "andon.db.url", "jdbc:none:x")).plant();
        assertThat(plant.id()).isEqualTo(name);
        assertThat(plant.table(TableName.LOTS))
                .hasValueSatisfying(lots -> assertThat(lots.required()).isTrue());
        assertThat(plant.states().codes()).containsValue(E10State.PRD);
    }

    @Test
    void onlyTheDemoPlantHasASimulator() throws IOException {
        for (String name : plants()) {
            Plant plant = read(Map.of("andon.plant", name, "andon.db.url", "jdbc:none:x")).plant();
            assertThat(plant.simulator().isPresent()).as(name).isEqualTo(name.equals("demo"));
        }
    }

    /** Of every lost connection HikariCP's PoolBase says that maxLifetime may be too long. */
    @Test
    void adviceThatMendsNothingStaysOutOfTheLog() {
        assertThat(LogManager.getLogger("com.zaxxer.hikari.pool.PoolBase").getLevel())
                .isEqualTo(Level.ERROR);
        assertThat(LogManager.getLogger("com.zaxxer.hikari.pool.HikariPool").getLevel())
                .isEqualTo(Level.WARN);
    }

    @Test
    void theStateDirectoryOfASupervisorHoldsTheData() {
        Configuration read =
                Configuration.read(
                        RunningAndon.root(), Map.of("STATE_DIRECTORY", "/var/lib/x"), Map.of());
        assertThat(read.settings().path(SettingKey.ADMIN_TOKEN_FILE))
                .isEqualTo(Path.of("/var/lib/x/admin-token"));
    }

    private static Configuration read(Map<String, String> commandLine) {
        return Configuration.read(RunningAndon.root(), Map.of(), commandLine);
    }
}
