package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlantPastTest {
    private static final int LOTS = 600;
    private static final List<String> PAST =
            List.of("MES_STATUS_HOURS", "MES_LOT_HISTORY", "MES_PAST_DAY", "MES_PAST_LOT");

    /** Where a lot's step begins and the one before it ends, over every step but the first. */
    private static final String GAPS =
            """
            SELECT COUNT(*) FROM (
              SELECT LOT_NO, MOVE_IN_TIME,
                LAG(MOVE_OUT_TIME) OVER (PARTITION BY LOT_NO ORDER BY MOVE_IN_TIME) AS BEFORE
              FROM (SELECT DISTINCT LOT_NO, MOVE_IN_TIME, MOVE_OUT_TIME FROM MES_LOT_HISTORY))
            WHERE BEFORE IS NOT NULL AND BEFORE <> MOVE_IN_TIME\
            """;

    @Test
    void everyMachineHas24HoursOnEachOf90EndedShiftDays() throws SQLException {
        try (var plant = new MemoryPlant(1, 1)) {
            plant.writePast();

            assertThat(
                            plant.rows(
                                    """
                                    SELECT COUNT(*), MIN(H), MAX(H) FROM (
                                      SELECT SUM(HOURS) AS H FROM MES_STATUS_HOURS
                                      GROUP BY SHIFT_DATE, EQP_SEQ)\
                                    """))
                    .containsExactly(
                            List.of(
                                    Integer.toString(90 * MachineFamily.MACHINES),
                                    "24.000",
                                    "24.000"));
            assertThat(plant.number("SELECT COUNT(*) FROM MES_STATUS_HOURS WHERE HOURS <= 0"))
                    .isZero();
            LocalDate last = PlantPast.shiftDay(plant.now()).minusDays(1);
            assertThat(plant.rows("SELECT MIN(SHIFT_DATE), MAX(SHIFT_DATE) FROM MES_STATUS_HOURS"))
                    .containsExactly(List.of(last.minusDays(89).toString(), last.toString()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 77})
    void everyLotHasAWayWithoutGapsFromItsStartToItsStep(long seed) throws SQLException {
        try (var plant = new MemoryPlant(LOTS, seed)) {
            plant.writePast();

            assertThat(plant.number(GAPS)).isZero();
            assertThat(
                            plant.number(
                                    """
                                    SELECT COUNT(*) FROM (
                                      SELECT L.LOT_NO, L.START_TIME, L.MOVE_IN_TIME,
                                        MIN(H.MOVE_IN_TIME) AS FIRST_IN, MAX(H.MOVE_OUT_TIME) AS LAST_OUT
                                      FROM MES_LOT L JOIN MES_LOT_HISTORY H ON H.LOT_NO = L.LOT_NO
                                      GROUP BY L.LOT_NO, L.START_TIME, L.MOVE_IN_TIME)
                                    WHERE FIRST_IN <> START_TIME OR LAST_OUT <> MOVE_IN_TIME\
                                    """))
                    .isZero();
            assertThat(plant.number("SELECT COUNT(DISTINCT LOT_NO) FROM MES_LOT_HISTORY"))
                    .isGreaterThan(LOTS * 9 / 10);
        }
    }

    @Test
    void aLotThatLeavesInPartsGivesUpWhatItWasTrackedInWith() throws SQLException {
        try (var plant = new MemoryPlant(LOTS, 1)) {
            plant.writePast();

            String parts =
                    """
                    SELECT COUNT(*) FROM (
                      SELECT COUNT(*) AS PARTS, MIN(QTY_IN) AS LEAST, MAX(QTY_IN) AS QTY_IN, SUM(QTY_OUT) AS OUT,
                        COUNT(DISTINCT TRACK_OUT_TIME) AS TIMES
                      FROM MES_LOT_HISTORY WHERE EQP_SEQ IS NOT NULL
                      GROUP BY LOT_NO, SPEC_SEQ, EQP_SEQ, TRACK_IN_TIME)
                    WHERE\
                    """;
            assertThat(plant.number(parts + " PARTS > 1")).isGreaterThan(LOTS / 2);
            assertThat(
                            plant.number(
                                    parts
                                            + " OUT > QTY_IN OR OUT < QTY_IN - 20 OR LEAST <> QTY_IN"))
                    .isZero();
            assertThat(plant.number(parts + " PARTS <> TIMES")).isZero();
        }
    }

    @Test
    void theSameSeedGivesTheSamePastHoweverOftenItWasBrokenOff() throws SQLException {
        try (var whole = new MemoryPlant(LOTS, 5);
                var broken = new MemoryPlant(LOTS, 5)) {
            whole.writePast();
            boolean more = true;
            while (more) {
                try (var past = broken.past()) {
                    for (int i = 0; i < 3 && more; i++) more = past.step();
                }
            }

            for (String table : PAST) assertThat(rows(broken, table)).isEqualTo(rows(whole, table));
        }
    }

    @Test
    void anotherSeedGivesAnotherPast() throws SQLException {
        try (var one = new MemoryPlant(1, 5);
                var other = new MemoryPlant(1, 6)) {
            one.writePast();
            other.writePast();
            assertThat(rows(other, "MES_STATUS_HOURS")).isNotEqualTo(rows(one, "MES_STATUS_HOURS"));
        }
    }

    @Test
    void lotsThatMoveWhileTheirPastIsWrittenKeepOneWayWithoutGaps() throws SQLException {
        try (var plant = new MemoryPlant(LOTS, 3)) {
            plant.step(2_000);
            try (var past = plant.past()) {
                while (past.step()) plant.step(50);
            }
            plant.step(500);

            assertThat(plant.number("SELECT COUNT(*) FROM MES_SHIPPED")).isPositive();
            assertThat(plant.number(GAPS)).isZero();
            assertThat(
                            plant.number(
                                    """
                                    SELECT COUNT(*) FROM (
                                      SELECT LOT_NO, SPEC_SEQ FROM MES_LOT_HISTORY
                                      GROUP BY LOT_NO, SPEC_SEQ
                                      HAVING COUNT(DISTINCT MOVE_OUT_TIME) > 1)\
                                    """))
                    .isZero();
        }
    }

    @Test
    void aDayLaterTheDayThatEndedIsAddedAndTheOldestGoes() throws SQLException {
        try (var plant = new MemoryPlant(1, 1)) {
            plant.writePast();
            String newest = plant.rows("SELECT MAX(SHIFT_DATE) FROM MES_PAST_DAY").toString();
            plant.advance(Duration.ofDays(1));
            plant.writePast();

            assertThat(plant.number("SELECT COUNT(*) FROM MES_PAST_DAY")).isEqualTo(90);
            assertThat(plant.number("SELECT COUNT(DISTINCT SHIFT_DATE) FROM MES_STATUS_HOURS"))
                    .isEqualTo(90);
            assertThat(plant.rows("SELECT MAX(SHIFT_DATE) FROM MES_PAST_DAY").toString())
                    .isNotEqualTo(newest);
        }
    }

    @Test
    void theHistoryOfLotsThatLeftLongAgoGoes() throws SQLException {
        try (var plant = new MemoryPlant(1, 1);
                var session = new PlantSession(plant.anotherConnection())) {
            var history = new LotHistory(session);
            for (int i = 1; i <= 2_003; i++) {
                session.change(
                        "INSERT INTO MES_LOT_HISTORY (LOT_NO, SPEC_SEQ) VALUES (?, 10)", "X" + i);
                history.shipped("X" + i);
            }
            session.commit();

            assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT_HISTORY")).isEqualTo(2_000);
            assertThat(plant.number("SELECT COUNT(*) FROM MES_LOT_HISTORY WHERE LOT_NO = 'X3'"))
                    .isZero();
        }
    }

    private static List<List<String>> rows(MemoryPlant plant, String table) throws SQLException {
        return plant.rows("SELECT * FROM " + table).stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }
}
