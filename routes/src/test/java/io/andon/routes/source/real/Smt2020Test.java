package io.andon.routes.source.real;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Lots beside the expected figures: every cell equal. */
class Smt2020Test extends Smt2020Board {
    private static final Instant DATA_OF = Instant.parse("2018-01-01T00:00:00Z");
    private static final String HOT = "hotFlag=HOT&hotFlag=SUPERHOT";

    private final List<JsonNode> lots = andon().rows("/api/wip/lots");

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

    private static String lotsOf(String filter) {
        return text(andon().data("/api/wip/overview/summary?" + filter), "lots");
    }

    private Long distinct(String field) {
        return lots.stream().map(lot -> text(lot, field)).distinct().count();
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
}
