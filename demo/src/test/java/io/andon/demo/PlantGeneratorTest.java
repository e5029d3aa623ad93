package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlantGeneratorTest {
    private static final int LOTS = 20_000;

    private final MemoryPlant plant;

    PlantGeneratorTest() throws SQLException {
        plant = new MemoryPlant(LOTS, 1);
    }

    @Test
    void theFloorIsConsistent() throws SQLException {
        FloorRules.hold(plant);
    }

    @AfterAll
    void close() throws SQLException {
        plant.close();
    }

    @Test
    void thePlantHasTheSizeThatWasAsked() throws SQLException {
        assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT")).isEqualTo(LOTS);
        assertThat(plant.number("SELECT COUNT(DISTINCT WC_NAME) FROM MES_LOT")).isEqualTo(14);
        assertThat(plant.number("SELECT COUNT(DISTINCT WC_SEQ) FROM MES_SPEC")).isEqualTo(14);
        assertThat(plant.number("SELECT COUNT(DISTINCT PKG_NAME) FROM MES_LOT")).isEqualTo(60);
        assertThat(plant.number("SELECT COUNT(*) FROM MES_PRODUCT")).isEqualTo(400);
        assertThat(plant.number("SELECT COUNT(DISTINCT EQP_ID) FROM MES_EQUIPMENT"))
                .isEqualTo(1_500);
        assertThat(plant.number("SELECT COUNT(*) FROM MES_EQUIPMENT_STATUS")).isEqualTo(1_497);
        assertThat(plant.number("SELECT COUNT(DISTINCT WC_NAME) FROM MES_EQUIPMENT")).isEqualTo(14);
    }

    @Test
    void lotsStandAsInARealPlant() throws SQLException {
        Map<String, Long> byStatus =
                plant.counts(
                        "SELECT CASE WHEN EQP_COUNT > 0 THEN 'RUN' WHEN HOLD_COUNT > 0 THEN 'HOLD'"
                                + " ELSE 'QUEUE' END S, COUNT(*) FROM MES_LOT GROUP BY S");

        assertThat(share(byStatus, "RUN")).isCloseTo(0.31, within(0.015));
        assertThat(share(byStatus, "QUEUE")).isCloseTo(0.62, within(0.02));
        assertThat(share(byStatus, "HOLD")).isCloseTo(0.07, within(0.01));
    }

    @Test
    void aFewPackagesAndWorkcentersHoldMostLots() throws SQLException {
        List<Long> packages = descending("PKG_NAME");
        List<Long> workcenters = descending("WC_NAME");

        assertThat(sum(packages.subList(0, 12))).isGreaterThan(LOTS * 55 / 100);
        assertThat(packages.getFirst()).isGreaterThan(20 * packages.get(59));
        assertThat(sum(workcenters.subList(0, 3))).isGreaterThan(LOTS * 45 / 100);
        assertThat(workcenters.getFirst()).isGreaterThan(8 * workcenters.getLast());
    }

    @Test
    void holdsFollowAParetoOverAboutTwentyReasonsOfBothTypes() throws SQLException {
        var reasons =
                plant.counts(
                        "SELECT HOLD_REASON, COUNT(*) FROM MES_LOT WHERE HOLD_COUNT > 0"
                                + " AND HOLD_REASON IS NOT NULL GROUP BY HOLD_REASON ORDER BY 2 DESC");
        var counts = new ArrayList<>(reasons.values());

        assertThat(reasons).hasSize(HoldReason.ALL.size()).hasSizeBetween(18, 25);
        assertThat(sum(counts.subList(0, 5))).isGreaterThan(sum(counts) / 2);
        assertThat(reasons.keySet()).anyMatch(reason -> reason.contains(","));
        assertThat(reasons.keySet()).anyMatch(reason -> reason.contains("/"));
        assertThat(HoldReason.ALL).anyMatch(HoldReason::quality).anyMatch(r -> !r.quality());
        assertThat(
                        plant.number(
                                "SELECT COUNT(*) FROM MES_LOT"
                                        + " WHERE HOLD_COUNT > 0 AND HOLD_REASON IS NULL"))
                .isPositive();
    }

    @Test
    void agesAreMostlyShortWithALongTailThatReachesEveryBucket() throws SQLException {
        var ages =
                plant.counts(
                        """
                        SELECT CASE WHEN D < 1 THEN '1' WHEN D < 3 THEN '3' WHEN D < 7 THEN '7'
                          WHEN D IS NULL THEN '?' ELSE '+' END B, COUNT(*)
                        FROM (SELECT DATEDIFF(HOUR, MOVE_IN_TIME, SYS_DATE) / 24 AS D
                          FROM MES_LOT, MES_SNAPSHOT) GROUP BY B\
                        """);

        assertThat(share(ages, "1")).isBetween(0.5, 0.8);
        assertThat(share(ages, "3")).isBetween(0.1, 0.35);
        assertThat(share(ages, "7")).isBetween(0.03, 0.15);
        assertThat(share(ages, "+")).isBetween(0.01, 0.08);
        assertThat(share(ages, "?")).isPositive().isLessThan(0.005);
    }

    @Test
    void whatNobodyEnteredIsNull() throws SQLException {
        for (String column : List.of("PKG_NAME", "WC_SEQ", "EQP_COUNT", "DUE_TIME")) {
            assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT WHERE " + column + " IS NULL"))
                    .as(column)
                    .isBetween(1L, LOTS / 50L);
        }
        assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT WHERE LOT_NO LIKE 'DUMMY%'"))
                .isBetween(1L, 20L);
    }

    @Test
    void aHeldLotMayRun() throws SQLException {
        assertThat(
                        plant.number(
                                "SELECT COUNT(*) FROM MES_LOT"
                                        + " WHERE HOLD_COUNT > 0 AND EQP_COUNT > 0"))
                .isPositive();
    }

    @Test
    void machinesStandInEveryState() throws SQLException {
        var states =
                plant.counts(
                        "SELECT STATE_CODE, COUNT(*) FROM MES_EQUIPMENT_STATUS GROUP BY STATE_CODE");

        assertThat(states).hasSize(MachineState.values().length);
        assertThat(states.get("RUN")).isBetween(800L, 950L);
    }

    @Test
    void qcGatesHaveNoMachineAndLotsWaitingAtThem() throws SQLException {
        assertThat(
                        plant.number(
                                "SELECT COUNT(DISTINCT SPEC_NAME) FROM MES_SPEC"
                                        + " WHERE SPEC_NAME LIKE '%QC%GATE%'"))
                .isGreaterThan(5);
        assertThat(
                        plant.number(
                                "SELECT COUNT(*) FROM MES_LOT WHERE SPEC_NAME LIKE '%QC%GATE%'"
                                        + " AND COALESCE(EQP_COUNT, 0) = 0"))
                .isGreaterThan(500);
    }

    private List<Long> descending(String column) throws SQLException {
        return new ArrayList<>(
                plant.counts(
                                ("SELECT %1$s, COUNT(*) FROM MES_LOT WHERE %1$s IS NOT NULL"
                                                + " GROUP BY %1$s ORDER BY 2 DESC")
                                        .formatted(column))
                        .values());
    }

    private static double share(Map<String, Long> counts, String key) {
        return counts.getOrDefault(key, 0L) / (double) sum(List.copyOf(counts.values()));
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
