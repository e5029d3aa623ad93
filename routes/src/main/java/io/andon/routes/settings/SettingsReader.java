package io.andon.routes.settings;

import io.andon.routes.settings.Setting.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the settings from the command line, the environment, {@code application.properties} and the
 * defaults, the first that speaks winning. Bad values, contradictions and unknown {@code andon.*}
 * keys are reported together; an unknown {@code ANDON_*} variable is a warning.
 */
public final class SettingsReader {
    private static final String PREFIX = "andon.";

    /** Variables that the launcher reads, not the settings. */
    private static final Set<String> LAUNCHER = Set.of("ANDON_HEAP");

    private static final Set<String> TESTS =
            Set.of(
                    "ANDON_TEST_DATA",
                    "ANDON_TEST_DISTRIBUTION",
                    "ANDON_TEST_FULL",
                    "ANDON_TEST_STRICT");

    private final Properties file;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final List<String> warnings = new ArrayList<>();

    public SettingsReader(
            Properties file, Map<String, String> environment, Map<String, String> commandLine) {
        this.file = file;
        this.environment = environment;
        this.commandLine = commandLine;
    }

    /** Loads a properties file as UTF-8; an absent file is an empty one. */
    public static Properties load(Path path, Problems problems) {
        var properties = new Properties();
        if (Files.exists(path)) {
            try (var reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                problems.add("%s cannot be read: %s".formatted(path, e.getMessage()));
            }
        }
        return properties;
    }

    /** Reads every key; mistakes go to {@code problems} and leave their key unset. */
    public Settings read(Problems problems) {
        refuseUnknown(problems);
        var settings = new EnumMap<SettingKey, Setting>(SettingKey.class);
        var values = new EnumMap<SettingKey, Object>(SettingKey.class);
        for (SettingKey key : SettingKey.values()) {
            Setting setting = find(key, problems);
            settings.put(key, setting);
            setting.text().ifPresent(text -> parse(setting, text, values, problems));
        }
        new Contradictions(values, problems).find();
        return new Settings(settings, values);
    }

    /** Warnings of the last {@link #read}. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private Setting find(SettingKey key, Problems problems) {
        String given = commandLine.get(key.key());
        if (given != null) return new Setting(key, Optional.of(given), Source.COMMAND_LINE);
        Optional<String> variable = variable(key, problems);
        if (variable.isPresent()) return new Setting(key, variable, Source.ENVIRONMENT);
        String line = file.getProperty(key.key());
        if (line != null) return new Setting(key, Optional.of(line), Source.FILE);
        return new Setting(key, key.fallback(), Source.DEFAULT);
    }

    private Optional<String> variable(SettingKey key, Problems problems) {
        String direct = environment.get(key.variable());
        String path = key.secret() ? environment.get(key.variable() + "_FILE") : null;
        if (direct != null && path != null) {
            problems.add("%1$s and %1$s_FILE are both set".formatted(key.variable()));
        }
        if (path == null) return Optional.ofNullable(direct);
        try {
            return Optional.of(Files.readString(Path.of(path)).stripTrailing());
        } catch (IOException e) {
            problems.add("%s_FILE = '%s' cannot be read".formatted(key.variable(), path));
            return Optional.empty();
        }
    }

    private static void parse(
            Setting setting, String text, Map<SettingKey, Object> values, Problems problems) {
        try {
            values.put(setting.key(), setting.key().parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(
                    "%s = '%s': %s"
                            .formatted(
                                    setting.key().key(),
                                    setting.shown().orElse(""),
                                    e.getMessage()));
        }
    }

    private void refuseUnknown(Problems problems) {
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(PREFIX) && SettingKey.of(name).isEmpty()) {
                problems.add("%s is not a setting of Andon".formatted(name));
            }
        }
        for (String name : commandLine.keySet()) {
            if (name.startsWith(PREFIX) && SettingKey.of(name).isEmpty()) {
                problems.add("-D %s is not a setting of Andon".formatted(name));
            }
        }
        Set<String> known =
                Arrays.stream(SettingKey.values())
                        .flatMap(SettingsReader::variables)
                        .collect(Collectors.toSet());
        warnings.clear();
        environment.keySet().stream()
                .filter(name -> name.startsWith("ANDON_"))
                .filter(name -> !known.contains(name) && !LAUNCHER.contains(name))
                .filter(name -> !TESTS.contains(name))
                .sorted()
                .forEach(name -> warnings.add(name + " is set but is not a setting of Andon"));
    }

    private static Stream<String> variables(SettingKey key) {
        return key.secret()
                ? Stream.of(key.variable(), key.variable() + "_FILE")
                : Stream.of(key.variable());
    }
}
