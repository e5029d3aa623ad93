package io.andon.routes;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.routes.plant.PlantLoader;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.Problems;
import io.andon.routes.settings.Setting.Source;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.andon.routes.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a start needs to know, read and checked as one.
 *
 * @param warnings what is odd but harmless
 */
public record Configuration(Plant plant, Settings settings, List<String> warnings) {
    private static final String DATA_DIR = "${andon.data-dir}";

    /**
     * Reads settings and plant.
     *
     * @param home the folder that holds {@code config}
     * @throws ConfigurationException naming everything that is wrong
     */
    public static Configuration read(
            Path home, Map<String, String> environment, Map<String, String> commandLine) {
        var problems = new Problems();
        var file = SettingsReader.load(home.resolve("config/application.properties"), problems);
        var reader = new SettingsReader(file, environment, commandLine);
        Settings read = reader.read(problems);
        Path state =
                Optional.ofNullable(environment.get("STATE_DIRECTORY"))
                        .map(Path::of)
                        .orElse(home.resolve(".andon"));
        Settings settings =
                read.orElse(SettingKey.DATA_DIR, state.toAbsolutePath().toString(), Source.DEFAULT);
        Path data = settings.path(SettingKey.DATA_DIR);
        settings =
                settings.orElse(
                        SettingKey.ADMIN_TOKEN_FILE,
                        data.resolve("admin-token").toString(),
                        Source.DEFAULT);
        Plant plant = PlantLoader.load(folder(home, settings), problems);
        settings = source(plant, settings, data, problems);
        refuseLockWaits(plant, settings, problems);
        problems.throwIfAny();
        return new Configuration(plant, settings, reader.warnings());
    }

    private static void refuseLockWaits(Plant plant, Settings settings, Problems problems) {
        Optional<Duration> lock = settings.findDuration(SettingKey.DB_LOCK_TIMEOUT);
        for (TablePlan table : plant.tables()) {
            problems.require(
                    lock.filter(wait -> wait.compareTo(table.readDeadline()) >= 0).isEmpty(),
                    "andon.db.lock-timeout must be shorter than plant.yaml.tables.%s.readDeadline: "
                                    .formatted(table.table())
                            + "the read would end before its wait for a lock does");
        }
    }

    /** A name under {@code config/plants}, or a folder. */
    private static Path folder(Path home, Settings settings) {
        String plant = settings.find(SettingKey.PLANT).orElse("");
        Path named = home.resolve("config/plants").resolve(plant);
        return Files.isDirectory(named) ? named : Path.of(plant).toAbsolutePath().normalize();
    }

    private static Settings source(Plant plant, Settings settings, Path data, Problems problems) {
        String url = plant.source().url().replace(DATA_DIR, data.toString());
        String user = plant.source().user();
        Settings found = settings;
        if (url.startsWith("jdbc:")) found = found.orElse(SettingKey.DB_URL, url, Source.PLANT);
        if (!user.isEmpty()) found = found.orElse(SettingKey.DB_USER, user, Source.PLANT);
        problems.require(
                found.find(SettingKey.DB_URL).isPresent(),
                "andon.db.url is not set, and the plant names no JDBC URL");
        return found;
    }
}
