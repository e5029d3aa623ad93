package io.andon.routes.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in force, each already parsed and checked. Read by {@link SettingsReader};
 * immutable.
 */
public final class Settings {
    private final Map<SettingKey, Setting> settings;
    private final Map<SettingKey, Object> values;

    Settings(Map<SettingKey, Setting> settings, Map<SettingKey, Object> values) {
        this.settings = new EnumMap<>(SettingKey.class);
        this.settings.putAll(settings);
        this.values = new EnumMap<>(SettingKey.class);
        this.values.putAll(values);
    }

    /** These settings with {@code text} for a key that nobody set; the text must parse. */
    public Settings orElse(SettingKey key, String text, Setting.Source source) {
        if (values.containsKey(key)) return this;
        var next = new Settings(settings, values);
        next.settings.put(key, new Setting(key, Optional.of(text), source));
        next.values.put(key, key.parse(text));
        return next;
    }

    /** Every key in its order, with its text and source. */
    public List<Setting> all() {
        return List.copyOf(settings.values());
    }

    /** The values that nobody may be shown. */
    public List<String> secrets() {
        return settings.values().stream()
                .filter(setting -> setting.key().secret())
                .flatMap(setting -> setting.text().stream())
                .toList();
    }

    /** As it was written, whatever it means. */
    public Optional<String> textOf(SettingKey key) {
        return Optional.ofNullable(settings.get(key)).flatMap(Setting::text);
    }

    public Optional<String> find(SettingKey key) {
        return Optional.ofNullable(values.get(key)).map(String.class::cast);
    }

    public String text(SettingKey key) {
        return value(key, String.class);
    }

    public int whole(SettingKey key) {
        return value(key, Integer.class);
    }

    public long number(SettingKey key) {
        return value(key, Long.class);
    }

    public Duration duration(SettingKey key) {
        return value(key, Duration.class);
    }

    /** A part of a whole: 0.5 where 50% was written. */
    public double share(SettingKey key) {
        return value(key, Double.class);
    }

    /** A size in bytes; a share of the heap is already worked out. */
    public long bytes(SettingKey key) {
        return value(key, Long.class);
    }

    /** Empty when the setting is wrong or nobody gave it. */
    public Optional<Duration> findDuration(SettingKey key) {
        return Optional.ofNullable(values.get(key)).map(Duration.class::cast);
    }

    public Path path(SettingKey key) {
        return value(key, Path.class);
    }

    private <T> T value(SettingKey key, Class<T> type) {
        Object value = values.get(key);
        if (value == null) throw new IllegalStateException(key.key() + " is not set");
        return type.cast(value);
    }

    static String text(String text) {
        if (text.isBlank()) throw new IllegalArgumentException("must not be blank");
        return text.strip();
    }

    static String oneOf(String text, String... known) {
        if (List.of(known).contains(text.strip())) return text.strip();
        throw new IllegalArgumentException("expected one of " + String.join(", ", known));
    }

    static Integer whole(String text, int min, int max) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException _) {
            // one message for both
        }
        throw new IllegalArgumentException(
                "expected a whole number from %d to %d".formatted(min, max));
    }

    static Long anyLong(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("expected a whole number");
        }
    }

    static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:")) {
            throw new IllegalArgumentException("expected a JDBC URL (jdbc:…)");
        }
        return text.strip();
    }

    static Path directory(String text) {
        return Path.of(text(text)).toAbsolutePath().normalize();
    }

    static Duration positive(String text) {
        return between(text, Duration.ofMillis(1));
    }

    static Duration atLeast1s(String text) {
        return between(text, Duration.ofSeconds(1));
    }

    static Double positiveShare(String text) {
        return Amounts.share(text.strip());
    }

    static Long partOfTheHeap(String text) {
        return Amounts.memory(text.strip(), Runtime.getRuntime().maxMemory());
    }

    static Long fileSize(String text) {
        return Amounts.file(text.strip());
    }

    static Duration atLeast250ms(String text) {
        return between(text, Duration.ofMillis(250));
    }

    static Duration atLeast30s(String text) {
        return between(text, Duration.ofSeconds(30));
    }

    static Duration atLeast10m(String text) {
        return between(text, Duration.ofMinutes(10));
    }

    private static Duration between(String text, Duration min) {
        Duration value = Durations.parse(text.strip());
        if (value.compareTo(min) < 0 || value.compareTo(SettingKey.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "must be from %d ms to 24h".formatted(min.toMillis()));
        }
        return value;
    }
}
