package io.andon.processors.watchdog;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.health.Health;
import io.andon.processors.watchdog.Observation.Absence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/watchdog.md. */
final class WatchdogDocument {
    private static final Path FILE = Path.of("../docs/watchdog.md");

    private WatchdogDocument() {}

    /** A row of the table of cases. */
    record Case(
            String id,
            String before,
            String looks,
            String answers,
            String done,
            String last,
            String why) {
        @Override
        public String toString() {
            return id;
        }
    }

    static List<Case> cases() {
        return rows("Case")
                .map(row -> new Case(row[0], row[1], row[2], row[3], row[4], row[5], row[6]))
                .toList();
    }

    /** What each word of the table of looks means. */
    static Map<String, Observation> looks() {
        var looks = new LinkedHashMap<String, Observation>();
        rows("Look").forEach(row -> looks.put(row[0], observation(row)));
        return looks;
    }

    /** The limits that the document says. */
    static Limits limits() {
        Map<String, String> values =
                rows("Setting").collect(Collectors.toMap(row -> row[0], row -> row[1]));
        return new Limits(
                duration(values, "poll-interval"),
                duration(values, "poll-timeout"),
                duration(values, "patience"),
                duration(values, "start-grace"),
                duration(values, "cooldown"),
                duration(values, "cooldown-max"),
                whole(values, "restarts-max"),
                duration(values, "restarts-window"),
                whole(values, "starts-max"),
                duration(values, "starts-window"),
                duration(values, "stable-for"),
                whole(values, "refusals-max"),
                duration(values, "page-every"));
    }

    /** A length as the tables write it: {@code 30s}, {@code 10m}, {@code 3h}, {@code 2d}. */
    static Duration duration(String text) {
        return text.endsWith("d")
                ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
                : Duration.parse("PT" + text);
    }

    private static Duration duration(Map<String, String> values, String key) {
        return duration(value(values, key));
    }

    private static int whole(Map<String, String> values, String key) {
        return Integer.parseInt(value(values, key));
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNull(values.get("andon.watchdog." + key), key);
    }

    private static Observation observation(String[] row) {
        if (row[1].equals("no")) {
            return new Observation.Absent(Absence.valueOf(row[3].toUpperCase(Locale.ROOT)));
        }
        return new Observation.Answered(
                "",
                row[2].equals("yes"),
                Health.State.valueOf(row[3]),
                Arrays.stream(row[4].split(" ", -1))
                        .filter(code -> !code.isEmpty())
                        .map(DegradedCode::valueOf)
                        .collect(Collectors.toSet()),
                Action.valueOf(row[5].toUpperCase(Locale.ROOT).replace('-', '_')),
                row[6].equals("yes"),
                row[7].equals("yes"));
    }

    /** The rows of the table whose first heading is this. */
    private static Stream<String[]> rows(String heading) {
        var rows = new ArrayList<String[]>();
        boolean inside = false;
        for (String line : lines()) {
            if (line.startsWith("| " + heading + " |")) inside = true;
            else if (!line.startsWith("|")) inside = false;
            else if (inside && !line.startsWith("|---")) rows.add(cells(line));
        }
        return rows.stream();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(cell -> cell.strip().replace("`", ""))
                .toArray(String[]::new);
    }
}
