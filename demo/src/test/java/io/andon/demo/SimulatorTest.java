package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulatorTest {
    private static final String ROUTE_PLACES = "SELECT LOT_SEQ, SPEC_SEQ FROM MES_LOT";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theFloorStaysConsistentAndTheTotalHovers(long seed) throws SQLException {
        int lots = 3_000;
        try (var plant = new MemoryPlant(lots, seed)) {
            for (int round = 0; round < 15; round++) {
                plant.step(200);
                FloorRules.hold(plant);
                assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT"))
                        .isCloseTo(lots, within(lots / 50L));
            }
        }
    }

    @Test
    void lotsMoveForwardAndLeaveOnlyFromTheLastSpec() throws SQLException {
        try (var plant = new MemoryPlant(400, 5)) {
            String last = Integer.toString(ProcessRoute.SPECS.getLast().seq());
            Map<String, Long> before = plant.counts(ROUTE_PLACES);
            int moved = 0;
            int left = 0;
            for (int step = 0; step < 1_500; step++) {
                plant.step(1);
                Map<String, Long> after = plant.counts(ROUTE_PLACES);
                for (var place : before.entrySet()) {
                    Long now = after.get(place.getKey());
                    if (now == null) {
                        left++;
                        assertThat(place.getValue()).hasToString(last);
                    } else {
                        if (now > place.getValue()) moved++;
                        assertThat(now).isGreaterThanOrEqualTo(place.getValue());
                    }
                }
                before = after;
            }
            assertThat(moved).isGreaterThan(500);
            assertThat(left).isGreaterThan(10);
        }
    }

    @Test
    void theSharesOfTheFloorStayThoseOfAPlant() throws SQLException {
        int lots = 4_000;
        try (var plant = new MemoryPlant(lots, 9)) {
            plant.step(4_000);

            double run = plant.number("SELECT COUNT(*) FROM MES_LOT WHERE EQP_COUNT > 0");
            double held =
                    plant.number(
                            "SELECT COUNT(*) FROM MES_LOT WHERE HOLD_COUNT > 0"
                                    + " AND COALESCE(EQP_COUNT, 0) = 0");
            assertThat(run / lots).isCloseTo(0.31, within(0.04));
            assertThat(held / lots).isCloseTo(0.07, within(0.02));
            assertThat(
                            plant.counts(
                                    "SELECT WC_NAME, COUNT(*) FROM MES_LOT GROUP BY WC_NAME"
                                            + " ORDER BY 2 DESC"))
                    .hasSize(14);
        }
    }

    @Test
    void everyMachineStateIsEnteredAndLeft() throws SQLException {
        try (var plant = new MemoryPlant(2_000, 3)) {
            Set<String> entered = new HashSet<>();
            for (int round = 0; round < 300; round++) {
                plant.step(10);
                entered.addAll(
                        plant.counts(
                                        "SELECT STATE_CODE, COUNT(*)"
                                                + " FROM MES_EQUIPMENT_STATUS, MES_SNAPSHOT"
                                                + " WHERE STATE_SINCE"
                                                + " > DATEADD(SECOND, -10, SYS_DATE)"
                                                + " GROUP BY STATE_CODE")
                                .keySet());
            }
            for (var state : MachineState.values()) {
                assertThat(entered).contains(state.code());
                assertThat(
                                plant.number(
                                        "SELECT COUNT(*) FROM MES_EQUIPMENT_STATUS"
                                                + " WHERE STATE_CODE = '"
                                                + state.code()
                                                + "'"))
                        .as(state.code())
                        .isPositive();
            }
        }
    }

    @Test
    void holdsAndReleasesShowWithinSeconds() throws SQLException {
        try (var plant = new MemoryPlant(20_000, 1)) {
            plant.step(5);

            long changed =
                    plant.number(
                            "SELECT COUNT(*) FROM MES_LOT"
                                    + " WHERE CHANGED_AT > (SELECT MIN(CHANGED_AT) FROM MES_LOT)");
            assertThat(changed).isGreaterThan(20);
        }
    }

    @Test
    void everyStepHasALaterSnapshotTimeAlsoWhenTheClockStandsStill() throws SQLException {
        try (var plant = new MemoryPlant(100, 1)) {
            var before = snapshotTime(plant);
            plant.stepWithTheClockStandingStill();
            var after = snapshotTime(plant);
            plant.stepWithTheClockStandingStill();

            assertThat(after).isAfter(before);
            assertThat(snapshotTime(plant)).isAfter(after);
            assertThat(
                            plant.number(
                                    "SELECT COUNT(*) FROM MES_LOT, MES_SNAPSHOT"
                                            + " WHERE CHANGED_AT > SYS_DATE"))
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{0} lots")
    @ValueSource(ints = {1, 2, 10})
    void aTinyPlantLivesToo(int lots) throws SQLException {
        try (var plant = new MemoryPlant(lots, 4)) {
            plant.step(2_000);

            FloorRules.hold(plant);
            assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT")).isBetween(1L, lots + 20L);
        }
    }

    private static OffsetDateTime snapshotTime(MemoryPlant plant) throws SQLException {
        return OffsetDateTime.parse(
                plant.rows("SELECT SYS_DATE FROM MES_SNAPSHOT").getFirst().getFirst());
    }
}
