package io.andon.routes.plant;

import io.andon.routes.settings.Durations;
import io.andon.routes.settings.Problems;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a YAML file, read key by key. Every mistake is reported with its place and leaves
 * the fallback; a key that nobody asked for is a mistake too.
 */
final class Section {
    private final String place;
    private final Map<?, ?> values;
    private final Problems problems;
    private final Set<String> asked = new HashSet<>();

    Section(String place, Object yaml, Problems problems) {
        this.place = place;
        this.problems = problems;
        if (yaml instanceof Map<?, ?> map) {
            this.values = map;
        } else {
            this.values = Map.of();
            problems.add(place + ": expected a mapping");
        }
    }

    String text(String key) {
        Optional<String> found = optionalText(key);
        if (found.isEmpty()) problems.add("%s.%s is missing".formatted(place, key));
        return found.orElse("");
    }

    Optional<String> optionalText(String key) {
        return scalar(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    <T> T parsed(String key, T fallback, Function<String, T> parse) {
        Optional<String> text = scalar(key);
        if (text.isEmpty()) return fallback;
        try {
            return parse.apply(text.get());
        } catch (RuntimeException e) {
            problems.add("%s.%s = '%s': %s".formatted(place, key, text.get(), e.getMessage()));
            return fallback;
        }
    }

    Duration duration(String key, Duration fallback) {
        Duration value = parsed(key, fallback, Durations::parse);
        problems.require(!value.isZero(), "%s.%s must not be zero".formatted(place, key));
        return value;
    }

    boolean flag(String key, boolean fallback) {
        return parsed(
                key,
                fallback,
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException("expected true or false");
                        });
    }

    List<String> texts(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) return List.of();
        if (value instanceof List<?> list) return list.stream().map(String::valueOf).toList();
        problems.add("%s.%s: expected a list".formatted(place, key));
        return List.of();
    }

    List<Section> sections(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) return List.of();
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> item(key + "[" + i + "]", list.get(i)))
                    .toList();
        }
        problems.add("%s.%s: expected a list".formatted(place, key));
        return List.of();
    }

    private Section item(String key, @Nullable Object value) {
        return new Section(place + "." + key, value == null ? Map.of() : value, problems);
    }

    Optional<Section> section(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) return Optional.empty();
        return Optional.of(new Section(place + "." + key, value, problems));
    }

    /** The sections under every key of this mapping, in the file's order. */
    Map<String, Section> children() {
        var children = new LinkedHashMap<String, Section>();
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            asked.add(name);
            children.put(name, item(name, value));
        });
        return children;
    }

    void refuseUnasked() {
        values.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !asked.contains(key))
                .forEach(key -> problems.add("%s.%s is not known".formatted(place, key)));
    }

    private Optional<String> scalar(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) return Optional.empty();
        if (value instanceof Map || value instanceof List) {
            problems.add("%s.%s: expected one value".formatted(place, key));
            return Optional.empty();
        }
        return Optional.of(String.valueOf(value));
    }
}
