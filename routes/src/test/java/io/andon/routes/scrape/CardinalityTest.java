package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.RunningAndon;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However clients ask, the number of series is the house's own. */
final class CardinalityTest {
    /** Stated in docs/metrics.md. */
    private static final int SERIES_MAX = 2_500;

    private static final int REQUESTS = 1_500;

    /** Stands in everything that the flood writes; it must come back in no label. */
    private static final String MARK = "zqxj";

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", MARK);

    private static final List<String> FILTERS =
            List.of("workcenter", "package", "status", "lotId", "workorder", "customer", MARK);

    @TempDir private Path data;

    static Stream<Long> seeds() {
        return Stream.of(
                Long.getLong("andon.test.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aFloodOfRandomRequestsAddsNoSeriesOnceEachKindWasSeen(long seed) {
        var random = new Random(seed);
        try (var andon = RunningAndon.demo(data, 200)) {
            steady(andon);
            for (String query : List.of("", "x=1", "workcenter=DICING")) {
                for (String path : paths("A1", "M1", query)) {
                    METHODS.forEach(method -> ask(andon, method, path, "2"));
                }
            }
            TreeSet<String> before = new TreeSet<>(steady(andon));
            for (int i = 0; i < REQUESTS; i++) {
                List<String> paths = paths(text(random), text(random), query(random));
                ask(
                        andon,
                        METHODS.get(random.nextInt(METHODS.size())),
                        paths.get(random.nextInt(paths.size())),
                        random.nextBoolean() ? text(random) : Long.toString(random.nextLong()));
            }
            Scrape after = Scrape.of(andon);
            var added = new TreeSet<>(steady(andon));
            added.removeAll(before);
            assertThat(added).isEmpty();
            assertThat(after.valuesOf("status")).doesNotContain("500");
            assertThat(after.series().size()).isLessThan(SERIES_MAX);
            assertThat(String.join("\n", after.series())).doesNotContain(MARK);
        }
    }

    /** What refreshes and saves add in time is the plant's, not the flood's. */
    private static List<String> steady(RunningAndon andon) {
        return Scrape.of(andon).series().stream()
                .filter(each -> !each.matches("(andon_(refresh|snapshot)|camel_route).*"))
                .toList();
    }

    private static void ask(RunningAndon andon, String method, String path, String attempt) {
        andon.http.send(method, path, "Andon-Attempt", attempt, "X-" + MARK, attempt);
    }

    private static List<String> paths(String one, String two, String query) {
        return List.of(
                "/api/wip/lots?" + query,
                "/api/wip/overview/matrix?" + query,
                "/api/wip/lot/" + one,
                "/api/wip/lot/" + one + "/history",
                "/api/wip/lot/" + one + "/" + two,
                "/api/resource/machine/" + one,
                "/api/resource/status?" + query,
                "/api/" + one + "?" + query,
                "/admin/api/caches/" + one + "/refresh",
                "/admin/" + one,
                "/health/" + one,
                "/observe/" + one,
                "/assets/" + one + ".js",
                "/docs/" + one,
                "/" + MARK + ".css",
                "/" + one + "/" + two);
    }

    private static String query(Random random) {
        var query = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            query.append(i == 0 ? "" : "&")
                    .append(FILTERS.get(random.nextInt(FILTERS.size())))
                    .append('=')
                    .append(text(random));
        }
        return query.toString();
    }

    private static String text(Random random) {
        var text = new StringBuilder(MARK);
        for (int i = random.nextInt(12); i >= 0; i--)
            text.appendCodePoint(33 + random.nextInt(900));
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
    }
}
