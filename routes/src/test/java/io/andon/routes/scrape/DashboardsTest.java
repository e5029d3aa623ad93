package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped dashboards against the dictionary. promtool reads their queries in test/alerts. */
final class DashboardsTest {
    private static final Path FOLDER = RunningAndon.root().resolve("config/grafana");
    private static final Dictionary DICTIONARY = Dictionary.read();
    private static final int GRID_WIDTH = 24;

    /** A dashboard by the name of its file. */
    record Board(String name, JsonNode json) {
        List<JsonNode> panels() {
            var panels = new ArrayList<JsonNode>();
            json.path("panels").forEach(panels::add);
            return panels;
        }

        List<Expression> queries() {
            var queries = new ArrayList<Expression>();
            json.findValues("expr").forEach(each -> queries.add(new Expression(each.asText())));
            return queries;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Board> boards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            var boards = new ArrayList<Board>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                boards.add(new Board(name, new ObjectMapper().readTree(Files.readString(file))));
            }
            return boards;
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyQueryStandsOnMetricsAndLabelsOfTheDictionary(Board board) {
        assertThat(board.queries()).isNotEmpty();
        board.queries().forEach(each -> each.assertStandsOn(DICTIONARY));
        assertThat(board.queries())
                .allMatch(each -> each.text().contains("instance=~\"$instance\""));
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyPanelSaysWhatItShowsAndInWhichUnit(Board board) {
        var ids = new HashSet<Integer>();
        for (JsonNode panel : board.panels()) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            if (panel.path("type").asText().equals("row")) continue;
            String title = panel.path("title").asText();
            assertThat(panel.path("description").asText()).as(title).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets").size()).as(title).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void noPanelLiesOverAnother(Board board) {
        var taken = new HashSet<List<Integer>>();
        for (JsonNode panel : board.panels()) {
            JsonNode at = panel.path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            int bottom = at.path("y").asInt() + at.path("h").asInt();
            assertThat(right).isLessThanOrEqualTo(GRID_WIDTH);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt(); y < bottom; y++) {
                    assertThat(taken.add(List.of(x, y))).as(panel.path("title").asText()).isTrue();
                }
            }
        }
    }

    @Test
    void everyMetricOfAndonsOwnIsOnSomeDashboard() throws IOException {
        var shown = new TreeSet<String>();
        for (Board board : boards()) {
            board.queries().forEach(query -> shown.addAll(query.metrics()));
        }
        var own = new TreeSet<>(DICTIONARY.families().keySet());
        own.removeIf(name -> !name.startsWith("andon_"));
        assertThat(own)
                .allMatch(name ->
                        shown.stream()
                                .anyMatch(each ->
                                        each.replaceFirst("_(sum|count|max)$", "")
                                                .equals(name.replaceFirst("_max$", ""))));
    }
}
