package io.andon.routes.source.real;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Machines beside the expected figures: every cell equal. */
class Smt2020MachinesTest extends Smt2020Board {
    private final List<JsonNode> machines = andon().rows("/api/resource/status");

    @Test
    void machinesAreTheToolsOfEveryWorkcenterButTheVirtualOnes() throws IOException {
        JsonNode matrix = andon().data("/api/resource/status/matrix");
        Map<List<String>, List<Long>> counted = new HashMap<>();
        for (JsonNode row : matrix.get("rows")) {
            counted.merge(
                    List.of(text(row, "workcenter")),
                    List.of(1L, row.get("total").asLong()),
                    Smt2020Board::add);
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
            states.merge(List.of(text(row, "workcenter")), figures, Smt2020Board::add);
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
                andon().rows("/api/wip/lots").stream()
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
}
