package io.andon.routes.source.real;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped plant {@code smt2020} beside figures that others computed from the same source: every
 * cell equal. Nothing of Andon's computes what is expected.
 */
class Smt2020Test {
    private static final Instant DATA_OF = Instant.parse("2018-01-01T00:00:00Z");
    private static final String HOT = "hotFlag=HOT&hotFlag=SUPERHOT";

    @TempDir private static Path folder = Path.of("");
    private static Optional<Postgres> postgres = Optional.empty();
    private static Optional<RunningAndon> running = Optional.empty();
    private static List<JsonNode> lots = List.of();
    private static List<JsonNode> machines = List.of();

    private final Smt2020Data expected = Smt2020Data.find();

    @BeforeAll
    static void start() throws Exception {
        Smt2020Data data = Smt2020Data.find();
        Postgres server = Postgres.start(folder.resolve("database"));
        postgres = Optional.of(server);
        try (Connection connection = server.connect()) {
            data.load(connection);
        }
        Map<String, String> settings =
                Map.of("andon.db.url", server.url(), "andon.db.password", Postgres.PASSWORD);
        running = Optional.of(RunningAndon.start("smt2020", folder.resolve("state"), settings));
        lots = andon().awaitUp().rows("/api/wip/lots");
        machines = andon().rows("/api/resource/status");
    }

    @AfterAll
    static void stop() throws IOException {
        running.ifPresent(RunningAndon::close);
        if (postgres.isPresent()) postgres.get().close();
    }

    @Test
    void totalsAreThoseOfTheSource() throws IOException {
        NamedCsvRecord total = expected.rows("expected_totals.csv").getFirst();

        assertThat(total.getField("lots")).isEqualTo("2255");
        assertThat(total.getField("wafers")).isEqualTo("56375");
        JsonNode summary = andon().data("/api/wip/overview/summary");
        assertThat(text(summary, "lots")).isEqualTo(total.getField("lots"));
        assertThat(text(summary, "qty")).isEqualTo(total.getField("wafers"));
        assertThat(distinct("product")).hasToString(total.getField("products"));
        assertThat(distinct("workcenter")).hasToString(total.getField("workcenters_with_wip"));
        assertThat(distinct("station")).hasToString(total.getField("tool_groups_with_wip"));
        assertThat(lotsOf("hotFlag=HOT")).isEqualTo(total.getField("hot_lots"));
        assertThat(lotsOf("hotFlag=SUPERHOT")).isEqualTo(total.getField("superhot_lots"));
        List<String> due = lots.stream().map(lot -> text(lot, "dueAt")).sorted().toList();
        assertThat(due.getFirst()).isEqualTo(total.getField("min_due") + "Z");
        assertThat(due.getLast()).isEqualTo(total.getField("max_due") + "Z");
    }

    @Test
    void matrixIsEqualInEveryCell() throws IOException {
        JsonNode matrix = andon().data("/api/wip/overview/matrix");

        assertThat(cells(matrix))
                .isEqualTo(
                        table(
                                "expected_wip_by_workcenter_product.csv",
                                List.of("workcenter", "product"),
                                List.of("lots", "wafers")));
        assertThat(figures(matrix.get("rows"), List.of("workcenter"), List.of("lots", "qty")))
                .isEqualTo(
                        table(
                                "expected_wip_by_workcenter.csv",
                                List.of("workcenter"),
                                List.of("lots", "wafers")));
        assertThat(figures(matrix.get("columns"), List.of("package"), List.of("lots", "qty")))
                .isEqualTo(
                        table(
                                "expected_products.csv",
                                List.of("product"),
                                List.of("lots", "wafers")));
        assertThat(matrix.at("/total/lots").asLong()).isEqualTo(2_255);
        assertThat(matrix.at("/total/qty").asLong()).isEqualTo(56_375);
    }

    @Test
    void matrixOfHotLotsIsEqualInEveryCell() throws IOException {
        Map<List<String>, List<Long>> hot = new HashMap<>();
        cells(andon().data("/api/wip/overview/matrix?" + HOT))
                .forEach((cell, figures) -> hot.put(cell, figures.subList(0, 1)));
        Map<List<String>, List<Long>> counted =
                table(
                        "expected_wip_by_workcenter_product.csv",
                        List.of("workcenter", "product"),
                        List.of("hot_or_superhot"));
        counted.values().removeIf(List.of(0L)::equals);

        assertThat(hot).isEqualTo(counted);
    }

    @Test
    void runAndQueueOfEveryWorkcenterAreEqual() throws IOException {
        List<NamedCsvRecord> rows = expected.rows("expected_derived_status_by_workcenter.csv");

        assertThat(rows).hasSize(12);
        for (NamedCsvRecord row : rows) {
            String workcenter = row.getField("workcenter");
            JsonNode status =
                    andon().data("/api/wip/overview/summary?workcenter=" + workcenter)
                            .get("byStatus");
            assertThat(status.at("/RUN/lots").asText())
                    .as(workcenter)
                    .isEqualTo(row.getField("run_lots"));
            assertThat(status.at("/QUEUE/lots").asText())
                    .as(workcenter)
                    .isEqualTo(row.getField("queue_lots"));
            assertThat(status.at("/HOLD/lots").asInt()).as(workcenter).isZero();
        }
    }

    @Test
    void workInProcessOfEveryToolGroupIsEqual() throws IOException {
        var groups = sums(lots, lot -> List.of(text(lot, "station"), text(lot, "workcenter")));

        assertThat(groups)
                .isEqualTo(
                        table(
                                "expected_wip_by_tool_group.csv",
                                List.of("tool_group", "workcenter"),
                                List.of("lots", "wafers")));
    }

    @Test
    void dueDatesFallIntoEqualBuckets() throws IOException {
        assertThat(sums(lots, lot -> List.of(dueBucket(Instant.parse(text(lot, "dueAt"))))))
                .isEqualTo(
                        table(
                                "expected_due_buckets.csv",
                                List.of("due_bucket"),
                                List.of("lots", "wafers")));
    }

    @Test
    void productsAndRoutesAreEqual() throws IOException {
        for (NamedCsvRecord row : expected.rows("expected_products.csv")) {
            String filter =
                    "product=%s&route=%s".formatted(row.getField("product"), row.getField("route"));
            JsonNode summary = andon().data("/api/wip/overview/summary?" + filter);
            assertThat(text(summary, "lots")).as(filter).isEqualTo(row.getField("lots"));
            assertThat(text(summary, "qty")).as(filter).isEqualTo(row.getField("wafers"));
            JsonNode extra =
                    lot(text(andon().data("/api/wip/lots?" + filter).at("/rows/0"), "lotId"))
                            .get("extra");
            assertThat(text(extra, "part")).isEqualTo(row.getField("part"));
            assertThat(text(extra, "routeSteps")).isEqualTo(row.getField("route_steps"));
        }
    }

    @Test
    void theFullestStepsAreTheSame() throws IOException {
        var steps = new HashMap<List<String>, List<Long>>();
        for (String route : List.of("r_3", "r_4")) {
            List<JsonNode> ofRoute = andon().rows("/api/wip/lots?route=" + route);
            steps.putAll(
                    sums(
                            ofRoute,
                            lot ->
                                    List.of(
                                            route,
                                            text(lot, "specOrder"),
                                            text(lot, "spec"),
                                            text(lot, "station"))));
        }
        Map<List<String>, List<Long>> top =
                table(
                        "expected_top20_steps.csv",
                        List.of("route", "current_step_seq", "current_step_desc", "tool_group"),
                        List.of("lots", "wafers"));
        long least = top.values().stream().mapToLong(List::getFirst).min().orElseThrow();

        assertThat(top).hasSize(20);
        assertThat(steps).containsAllEntriesOf(top);
        top.keySet().forEach(steps::remove);
        assertThat(steps.values().stream().mapToLong(List::getFirst).max().orElseThrow())
                .isLessThanOrEqualTo(least);
    }

    @Test
    void everyLotHasTheFieldsOfTheSource() throws IOException {
        List<NamedCsvRecord> rows = expected.rows("lots.csv");

        assertThat(lots).hasSameSizeAs(rows);
        Map<String, JsonNode> byId =
                lots.stream().collect(toMap(lot -> text(lot, "lotId"), Function.identity()));
        Map<String, String> columns =
                Map.ofEntries(
                        Map.entry("product", "product"),
                        Map.entry("package", "product"),
                        Map.entry("specOrder", "current_step_seq"),
                        Map.entry("spec", "current_step_desc"),
                        Map.entry("station", "tool_group"),
                        Map.entry("workcenter", "workcenter"),
                        Map.entry("qty", "qty_wafers"),
                        Map.entry("priority", "priority"),
                        Map.entry("workorder", "order_id"),
                        Map.entry("status", "status_derived"),
                        Map.entry("equipment", "tool_id_derived"));
        for (NamedCsvRecord row : rows) {
            String id = row.getField("lot_id");
            JsonNode lot = Objects.requireNonNull(byId.get(id), id);
            columns.forEach((field, column) ->
                    assertThat(text(lot, field))
                            .as(id + " " + field)
                            .isEqualTo(row.getField(column)));
            assertThat(text(lot, "dueAt")).as(id).isEqualTo(row.getField("due_date") + "Z");
            assertThat(text(lot, "startedAt")).as(id).isEqualTo(row.getField("start_date") + "Z");
        }
    }

    @Test
    void spotLotsAreEqualInEveryField() throws IOException {
        List<NamedCsvRecord> rows = expected.rows("expected_spot_lots.csv");

        assertThat(rows).hasSize(13);
        for (NamedCsvRecord row : rows) {
            JsonNode lot = lot(row.getField("lot_id"));
            List<String> shown =
                    List.of(
                            text(lot, "lotId"),
                            text(lot, "product"),
                            text(lot.get("extra"), "route"),
                            text(lot, "specOrder"),
                            text(lot, "spec"),
                            text(lot, "station"),
                            text(lot, "workcenter"),
                            text(lot, "qty"),
                            text(lot, "priority"),
                            text(lot, "dueAt").replace("Z", ""));
            assertThat(shown).isEqualTo(row.getFields());
        }
    }

    @Test
    void machinesAreTheToolsOfEveryWorkcenterButTheVirtualOnes() throws IOException {
        JsonNode matrix = andon().data("/api/resource/status/matrix");
        Map<List<String>, List<Long>> counted = new HashMap<>();
        for (JsonNode row : matrix.get("rows")) {
            counted.merge(
                    List.of(text(row, "workcenter")),
                    List.of(1L, row.get("total").asLong()),
                    Smt2020Test::add);
        }
        Map<List<String>, List<Long>> tools =
                table(
                        "expected_tools_by_workcenter.csv",
                        List.of("workcenter"),
                        List.of("tool_groups", "tools"));

        assertThat(tools.remove(List.of("Delay_32"))).isEqualTo(List.of(1L, 400L));
        assertThat(counted).isEqualTo(tools);
        assertThat(matrix.at("/total/machines").asLong()).isEqualTo(1_043);
        assertThat(machines).hasSize(1_043);
    }

    @Test
    void machineStatesOfEveryWorkcenterAreEqual() throws IOException {
        Map<List<String>, List<Long>> states = new HashMap<>();
        for (JsonNode row : andon().data("/api/resource/status/matrix").get("rows")) {
            JsonNode byState = row.get("byState");
            List<Long> figures =
                    Stream.of("PRD", "SBY", "UDT", "SDT", "EGT", "NST", "OTHER")
                            .map(state -> byState.path(state).asLong())
                            .toList();
            states.merge(List.of(text(row, "workcenter")), figures, Smt2020Test::add);
        }
        Map<List<String>, List<Long>> derived = new HashMap<>();
        for (NamedCsvRecord row : expected.rows("expected_derived_tool_states_by_workcenter.csv")) {
            derived.put(
                    List.of(row.getField("workcenter")),
                    Stream.concat(
                                    Stream.of(
                                                    "productive",
                                                    "standby",
                                                    "unscheduled_down",
                                                    "scheduled_down")
                                            .map(row::getField)
                                            .map(Long::valueOf),
                                    Stream.of(0L, 0L, 0L))
                            .toList());
        }

        assertThat(states).isEqualTo(derived);
    }

    @Test
    void everyMachineHasTheStateAndTheLotsOfItsTool() throws IOException {
        Map<String, String> states =
                Map.of(
                        "PRODUCTIVE", "PRD",
                        "STANDBY", "SBY",
                        "SCHEDULED_DOWN", "SDT",
                        "UNSCHEDULED_DOWN", "UDT");
        Map<String, List<String>> tools = new TreeMap<>();
        for (NamedCsvRecord tool : expected.rows("tools.csv")) {
            if (tool.getField("is_virtual").equals("Y")) continue;
            String raw = tool.getField("e10_state_derived");
            tools.put(
                    tool.getField("tool_id"),
                    List.of(
                            tool.getField("tool_group"),
                            tool.getField("workcenter"),
                            raw,
                            String.valueOf(states.get(raw)),
                            tool.getField("lots_in_process_derived")));
        }
        Map<String, List<String>> shown =
                machines.stream()
                        .collect(
                                toMap(
                                        machine -> text(machine, "resourceId"),
                                        machine ->
                                                Stream.of(
                                                                "family",
                                                                "workcenter",
                                                                "rawState",
                                                                "state",
                                                                "lots")
                                                        .map(field -> text(machine, field))
                                                        .toList()));

        assertThat(shown).isEqualTo(tools);
    }

    /** The source spells one tool group of its kind otherwise; nobody may correct it. */
    @Test
    void keepsTheOddCaseIdBesideItsKin() {
        Set<String> metrology =
                lots.stream()
                        .map(lot -> text(lot, "station"))
                        .filter(station -> station.toLowerCase(Locale.ROOT).startsWith("defmet"))
                        .collect(toSet());

        assertThat(metrology)
                .containsExactlyInAnyOrder(
                        "DefMEt_FE_118",
                        "DefMet_FE_43",
                        "DefMet_FE_10",
                        "DefMet_BE_33",
                        "DefMet_BE_42",
                        "DefMet_FE_34");
        JsonNode tool = andon().data("/api/resource/machine/DefMEt_FE_118_001");
        assertThat(text(tool, "family")).isEqualTo("DefMEt_FE_118");
        assertThat(text(tool.at("/lotsOnMachine/0"), "lotId")).isEqualTo("Init_Lot_4_779");
        assertThat(lot("Init_Lot_4_779").at("/equipment/0/resourceId").asText())
                .isEqualTo("DefMEt_FE_118_001");
        assertThat(andon().ask("/api/resource/machine/DefMet_FE_118_001").status()).isEqualTo(404);
        assertThat(andon().data("/api/resource/status?family=DefMEt_FE_118").get("total").asInt())
                .isEqualTo(2);
    }

    @Test
    void cardsSumToTheWhole() {
        long lotsOfCards = 0;
        long machinesOfCards = 0;
        for (JsonNode card : andon().data("/api/dashboard/workcenter-cards").get("cards")) {
            lotsOfCards += card.get("lots").asLong();
            machinesOfCards += card.get("machines").asLong();
        }

        assertThat(lotsOfCards).isEqualTo(2_255);
        assertThat(machinesOfCards).isEqualTo(1_043);
        assertThat(andon().data("/api/dashboard/kpi").get("machines").asLong()).isEqualTo(1_043);
    }

    @Test
    void sessionsNameThemselves() throws SQLException {
        assertThat(
                        server().texts(
                                        "SELECT application_name FROM pg_stat_activity WHERE usename = 'andon'"))
                .contains("andon/smt2020/reader")
                .allMatch(name -> name.matches("andon/smt2020/(reader|health)"));
    }

    private static RunningAndon andon() {
        return running.orElseThrow();
    }

    private static Postgres server() {
        return postgres.orElseThrow();
    }

    private static JsonNode lot(String id) {
        return andon().data("/api/wip/lot/" + id);
    }

    private static String lotsOf(String filter) {
        return text(andon().data("/api/wip/overview/summary?" + filter), "lots");
    }

    private static Long distinct(String field) {
        return lots.stream().map(lot -> text(lot, field)).distinct().count();
    }

    /** The field's text; empty for null, as CSV has it. */
    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        assertThat(value.isMissingNode()).as("%s lacks %s", node, field).isFalse();
        return value.isNull() ? "" : value.asText();
    }

    private static String dueBucket(Instant due) {
        Duration left = Duration.between(DATA_OF, due);
        if (left.compareTo(Duration.ZERO) <= 0) return "0 due at or before snapshot";
        if (left.compareTo(Duration.ofDays(1)) <= 0) return "1 within day 1";
        if (left.compareTo(Duration.ofDays(7)) <= 0) return "2 days 2-7";
        if (left.compareTo(Duration.ofDays(14)) <= 0) return "3 days 8-14";
        if (left.compareTo(Duration.ofDays(28)) <= 0) return "4 days 15-28";
        return "5 later";
    }

    /** Lots and pieces by key. */
    private static Map<List<String>, List<Long>> sums(
            List<JsonNode> rows, Function<JsonNode, List<String>> key) {
        var sums = new HashMap<List<String>, List<Long>>();
        for (JsonNode row : rows) {
            sums.merge(key.apply(row), List.of(1L, row.get("qty").asLong()), Smt2020Test::add);
        }
        return sums;
    }

    private static List<Long> add(List<Long> left, List<Long> right) {
        return LongStream.range(0, left.size())
                .mapToObj(i -> left.get((int) i) + right.get((int) i))
                .toList();
    }

    /** Workcenter and package to lots and pieces. */
    private static Map<List<String>, List<Long>> cells(JsonNode matrix) {
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

    private static Map<List<String>, List<Long>> figures(
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

    private Map<List<String>, List<Long>> table(String file, List<String> key, List<String> figures)
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
