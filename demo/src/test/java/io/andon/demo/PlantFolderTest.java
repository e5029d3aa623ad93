package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The shipped folder of the demo plant against the plant that is generated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlantFolderTest {
    private static final Path FOLDER = Path.of("../config/plants/demo");

    private final MemoryPlant plant;
    private final Map<String, Object> yaml;

    PlantFolderTest() throws SQLException, IOException {
        plant = new MemoryPlant(2_000, 1);
        yaml = new Yaml().load(Files.readString(FOLDER.resolve("plant.yaml")));
    }

    @AfterAll
    void close() throws SQLException {
        plant.close();
    }

    @Test
    void everyTableHasItsSqlAndDeliversRows() throws SQLException, IOException {
        assertThat(rowsOf("lots")).isEqualTo((int) plant.number("SELECT COUNT(*) FROM MES_LOT"));
        assertThat(rowsOf("resources")).isEqualTo(1_500);
        assertThat(rowsOf("resource_status"))
                .isEqualTo(
                        (int)
                                plant.number(
                                        "SELECT COUNT(*) FROM MES_EQUIPMENT_STATUS S LEFT JOIN"
                                                + " MES_TRACK_IN T ON S.EQP_SEQ = T.EQP_SEQ"));
        assertThat(rowsOf("spec_workcenters")).isEqualTo(ProcessRoute.SPECS.size());
        assertThat(map("tables").keySet())
                .map(Object::toString)
                .containsExactly("lots", "resources", "resource_status", "spec_workcenters");
    }

    @Test
    void theQuestionsFindThePast() throws SQLException, IOException {
        try (var past = new MemoryPlant(50, 1)) {
            past.writePast();
            String lot = past.rows("SELECT MIN(LOT_NO) FROM MES_LOT_HISTORY").getFirst().getFirst();
            assertThat(past.rows(sql("lot_history").replace(":?lotId", "'" + lot + "'")))
                    .hasSize(
                            (int)
                                    past.number(
                                            "SELECT COUNT(*) FROM MES_LOT_HISTORY WHERE LOT_NO = '%s'"
                                                    .formatted(lot)));
            var until = PlantPast.shiftDay(past.now());
            List<List<String>> hours =
                    past.rows(
                            sql("ou_trend")
                                    .replace(":?fromDay", "DATE '%s'".formatted(until.minusDays(7)))
                                    .replace(":?untilDay", "DATE '%s'".formatted(until)));
            assertThat(hours.stream().map(List::getFirst).distinct()).hasSize(7);
            assertThat(hours.stream().mapToDouble(row -> Double.parseDouble(row.getLast())).sum())
                    .isEqualTo(7 * 24.0 * MachineFamily.MACHINES);
        }
    }

    @Test
    void lotsCarryTheCanonAndTheFiltersOfThePlant() throws SQLException, IOException {
        assertThat(columnsOf("lots"))
                .contains("lot_id", "workorder", "qty", "workcenter", "workcenter_order")
                .contains("package", "product", "spec", "equipment_count", "hold_count")
                .contains("hold_reason", "hold_since", "moved_in_at", "snapshot_at", "due_at")
                .contains("customer")
                .doesNotContain("status");
        assertThat(columnsOf("resources")).contains("resource_id", "name", "workcenter", "family");
        assertThat(columnsOf("resource_status"))
                .contains("resource_id", "state", "reason", "lot_id");
    }

    @Test
    void theShiftDayIsThatOfTheGenerator() {
        assertThat(yaml).containsEntry("timeZone", PlantPast.ZONE.getId());
        assertThat(yaml).containsEntry("shiftDayStart", PlantPast.SHIFT_DAY_START.toString());
    }

    @Test
    void everyMachineStateIsMapped() {
        var mapped = new ArrayList<Object>();
        map("states").values().forEach(codes -> mapped.addAll((List<?>) codes));

        assertThat(mapped)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        List.of(MachineState.values()).stream().map(MachineState::code).toList());
    }

    @Test
    void theNonQualityReasonsAreThoseOfTheGenerator() {
        assertThat((List<?>) map("holdTypes").get("nonQuality"))
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(
                        HoldReason.ALL.stream()
                                .filter(reason -> !reason.quality())
                                .map(HoldReason::text)
                                .toList());
    }

    @Test
    void theWorkcentersStandInTheOrderOfTheRoute() {
        var listed =
                ((List<?>) yaml.getOrDefault("workcenters", List.of()))
                        .stream().map(Object::toString).toList();
        assertThat(listed)
                .containsExactlyElementsOf(
                        ProcessRoute.WORKCENTERS.stream()
                                .map(w -> "{name=" + w.name() + ", group=" + w.group() + "}")
                                .toList());
    }

    /** Rows are fetched while lots move: what is read must be what stood there at the start. */
    @ParameterizedTest
    @ValueSource(strings = {"lots", "resource_status"})
    void aReadThatLastsSeesOneMoment(String table) throws SQLException, IOException {
        List<List<String>> expected = plant.rows(sql(table));
        var seen = new ArrayList<List<String>>();
        try (var statement = plant.connection().createStatement();
                var rows = statement.executeQuery(sql(table))) {
            while (rows.next()) {
                seen.add(MemoryPlant.texts(rows));
                if (seen.size() == 1) plant.step(100);
            }
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(plant.rows(sql(table))).isNotEqualTo(expected);
    }

    @Test
    void theProbesMoveWithEveryStep() throws SQLException {
        for (String table : List.of("lots", "resource_status")) {
            String probe = String.valueOf(in(map("tables"), table).get("probe"));
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                plant.step(5);
                seen.add(plant.rows(probe).toString());
            }
            assertThat(seen).as(table).hasSizeGreaterThan(15);
        }
    }

    private int rowsOf(String table) throws SQLException, IOException {
        return plant.rows(sql(table)).size();
    }

    private Set<String> columnsOf(String table) throws SQLException, IOException {
        try (var statement = plant.connection().prepareStatement(sql(table))) {
            var names = new TreeSet<String>();
            var columns = statement.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }

    private static String sql(String table) throws IOException {
        return Files.readString(FOLDER.resolve(table + ".sql"));
    }

    private Map<?, ?> map(String key) {
        return in(yaml, key);
    }

    private static Map<?, ?> in(Map<?, ?> outer, String key) {
        return (Map<?, ?>) Objects.requireNonNull(outer.get(key), key);
    }
}
