package io.andon.routes.source.real;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped plant {@code smt2020} on a PostgreSQL of its own, and the figures that others
 * computed from the same source. Nothing of Andon's computes what is expected.
 */
abstract class Smt2020Board {
    @TempDir private static Path folder = Path.of("");
    private static Optional<Postgres> postgres = Optional.empty();
    private static Optional<RunningAndon> running = Optional.empty();

    final Smt2020Data expected = Smt2020Data.find();

    @BeforeAll
    static void start() throws Exception {
        if (!Smt2020Data.isPresent()) return; // then every test says so
        Smt2020Data data = Smt2020Data.find();
        Postgres server = Postgres.start(folder.resolve("database"));
        postgres = Optional.of(server);
        try (Connection connection = server.connect()) {
            data.load(connection);
        }
        Map<String, String> settings =
                Map.of("andon.db.url", server.url(), "andon.db.password", Postgres.PASSWORD);
        running = Optional.of(RunningAndon.start("smt2020", folder.resolve("state"), settings));
        andon().awaitUp();
    }

    @AfterAll
    static void stop() throws IOException {
        running.ifPresent(RunningAndon::close);
        if (postgres.isPresent()) postgres.get().close();
    }

    static RunningAndon andon() {
        return running.orElseThrow();
    }

    static Postgres server() {
        return postgres.orElseThrow();
    }

    static JsonNode lot(String id) {
        return andon().data("/api/wip/lot/" + id);
    }

    /** The field's text; empty for null, as CSV has it. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        assertThat(value.isMissingNode()).as("%s lacks %s", node, field).isFalse();
        return value.isNull() ? "" : value.asText();
    }

    /** Lots and pieces by key. */
    static Map<List<String>, List<Long>> sums(
            List<JsonNode> rows, Function<JsonNode, List<String>> key) {
        var sums = new HashMap<List<String>, List<Long>>();
        for (JsonNode row : rows) {
            sums.merge(key.apply(row), List.of(1L, row.get("qty").asLong()), Smt2020Board::add);
        }
        return sums;
    }

    static List<Long> add(List<Long> left, List<Long> right) {
        return LongStream.range(0, left.size())
                .mapToObj(i -> left.get((int) i) + right.get((int) i))
                .toList();
    }

    /** Workcenter and package to lots and pieces. */
    static Map<List<String>, List<Long>> cells(JsonNode matrix) {
        var cells = new HashMap<List<String>, List<Long>>();
        for (JsonNode cell : matrix.get("cells")) {
            List<String> key =
                    List.of(
                            text(matrix.get("rows").get(cell.get(0).asInt()), "workcenter"),
                            text(matrix.get("columns").get(cell.get(1).asInt()), "package"));
            assertThat(cells.put(key, List.of(cell.get(2).asLong(), cell.get(3).asLong())))
                    .isNull();
        }
        return cells;
    }

    static Map<List<String>, List<Long>> figures(
            JsonNode rows, List<String> key, List<String> figures) {
        return rows.valueStream()
                .collect(
                        toMap(
                                row -> key.stream().map(field -> text(row, field)).toList(),
                                row ->
                                        figures.stream()
                                                .map(field -> row.get(field).asLong())
                                                .toList()));
    }

    Map<List<String>, List<Long>> table(String file, List<String> key, List<String> figures)
            throws IOException {
        return expected.rows(file).stream()
                .collect(
                        toMap(
                                row -> key.stream().map(row::getField).toList(),
                                row ->
                                        figures.stream()
                                                .map(row::getField)
                                                .map(Long::valueOf)
                                                .toList(),
                                (a, b) -> {
                                    throw new AssertionError("repeated in " + file);
                                },
                                HashMap::new));
    }
}
