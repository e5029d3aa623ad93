package io.andon.routes.operations;

import io.andon.cache.DegradedCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * What people are told of every code: the page that the {@code type} of a problem leads to, and
 * docs/codes.md. Status, retry and action come from the enum, the sentences from {@code
 * codes.properties}.
 */
public final class CodeGuide {
    private static final String RESOURCE = "/codes.properties";

    private final Map<DegradedCode, Entry> entries = new EnumMap<>(DegradedCode.class);

    /** What has happened, what people see, what Andon does, what you do. */
    record Entry(String cause, String seen, String does, String act) {}

    private CodeGuide(Properties texts) {
        for (DegradedCode code : DegradedCode.values()) {
            entries.put(
                    code,
                    new Entry(
                            text(texts, code, "cause"),
                            text(texts, code, "seen"),
                            text(texts, code, "does"),
                            text(texts, code, "do")));
        }
    }

    /** Reads the sentences from the class path; one that is missing is a bug. */
    public static CodeGuide load() {
        var texts = new Properties();
        try (var stream =
                new InputStreamReader(
                        Objects.requireNonNull(
                                CodeGuide.class.getResourceAsStream(RESOURCE), RESOURCE),
                        StandardCharsets.UTF_8)) {
            texts.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CodeGuide(texts);
    }

    Entry of(DegradedCode code) {
        return Objects.requireNonNull(entries.get(code));
    }

    /** The guide as Markdown: an overview, then a section a code, by priority. */
    public String markdown() {
        var page =
                new StringBuilder(
                        """
                        # Codes

                        Written from `DegradedCode` and `codes.properties` by `CodeGuideTest`, which fails when
                        they differ; `-Dandon.docs.write=true` renews it. A running Andon serves the same under
                        `/docs/codes`, where the `type` of every problem leads. The order is the priority when
                        several hold. *200 + meta*: the answer stands, and names the code in `meta.degraded`.

                        | Code | HTTP | Retry | Action |
                        |---|---|---|---|
                        """);
        for (DegradedCode code : DegradedCode.values()) {
            page.append(
                    "| [%1$s](#%2$s) | %3$s | %4$s | %5$s |\n"
                            .formatted(
                                    code,
                                    code.name().toLowerCase(Locale.ROOT),
                                    status(code),
                                    retry(code),
                                    code.action().id()));
        }
        for (DegradedCode code : DegradedCode.values()) {
            page.append("\n## %s\n\n%s\n\n".formatted(code, code.title()));
            lines(code).forEach(line -> page.append("- **%s** %s\n".formatted(line[0], line[1])));
        }
        return page.toString();
    }

    /** The guide as a page of the running product, with an anchor a code. */
    public String html() {
        var page =
                new StringBuilder(
                        """
                        <!doctype html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>Codes - Andon</title>
                        <link rel="stylesheet" href="/guide.css">
                        </head>
                        <body>
                        <main>
                        <h1>Codes</h1>
                        """);
        for (DegradedCode code : DegradedCode.values()) {
            page.append(
                    "<section id=\"%1$s\">\n<h2><a href=\"#%1$s\">%1$s</a></h2>\n".formatted(code));
            page.append(
                    "<p>%s</p>\n<p class=\"facts\">%s · retry %s · action %s</p>\n<dl>\n"
                            .formatted(
                                    escaped(code.title()),
                                    status(code),
                                    retry(code),
                                    code.action().id()));
            for (String[] line : lines(code)) {
                page.append(
                        "<dt>%s</dt><dd>%s</dd>\n".formatted(line[0], marked(escaped(line[1]))));
            }
            page.append("</dl>\n</section>\n");
        }
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private List<String[]> lines(DegradedCode code) {
        Entry entry = of(code);
        return List.of(
                new String[] {"Cause", entry.cause()},
                new String[] {"People see", entry.seen()},
                new String[] {"Andon does", entry.does()},
                new String[] {"You do", entry.act()});
    }

    private static String status(DegradedCode code) {
        return code.httpStatus() == 200 ? "200 + meta" : Integer.toString(code.httpStatus());
    }

    private static String retry(DegradedCode code) {
        return switch (code.retry()) {
            case NEVER -> code.httpStatus() == 200 ? "not needed" : "no";
            case AFTER_BACKOFF -> "after a growing, jittered pause";
            case AFTER_OPEN_TIME -> "after the breaker's remaining open time";
            case AFTER_POOL_BACKOFF -> "after the pool's pause, never fast";
            case AS_SAID -> "as the answer says";
        };
    }

    private static String text(Properties texts, DegradedCode code, String part) {
        String key = code + "." + part;
        return Objects.requireNonNull(texts.getProperty(key), () -> RESOURCE + " lacks " + key)
                .strip();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String marked(String text) {
        return text.replaceAll("`([^`]+)`", "<code>$1</code>");
    }
}
