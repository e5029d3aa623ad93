package io.andon.routes.faults;

import io.andon.routes.faults.Trial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The measurements of some trials as a Markdown table, printed and kept under {@code target}. */
final class Report {
    private static final String HEAD =
            """
            | Fault | Codes | Noticed s | Recovered s | Reads | Errors | p99 before ms | p99 during ms | Ratio | Calls (allowed) |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    private Report() {}

    static void write(String name, List<Result> results) throws IOException {
        var text = new StringBuilder(HEAD);
        results.forEach(result -> text.append(row(result)));
        keep(name, text.toString());
    }

    static void keep(String name, String table) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/faults"));
        Files.writeString(folder.resolve(name + ".md"), table);
        System.out.println(table);
    }

    private static String row(Result result) {
        return String.format(
                Locale.ROOT,
                "| %d %s | %s | %.1f | %.1f | %d | %d | %.1f | %.1f | %.2f | %d (%d) |%n",
                result.fault().number(),
                result.fault().name(),
                String.join(" ", result.codes().stream().sorted().toList()),
                seconds(result.noticed()),
                seconds(result.recovered()),
                result.reads(),
                result.errors(),
                result.p99BeforeMicros() / 1e3,
                result.p99DuringMicros() / 1e3,
                (double) result.p99DuringMicros() / Math.max(1, result.p99BeforeMicros()),
                result.calls(),
                result.callsAllowed());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
