package io.andon.cache.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.Plants;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.query.Metrics.StateHours;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked numbers of the metric dictionary, percentages as they are displayed. */
final class MetricsTest {
    private static final StateHours BASE = new StateHours(800, 100, 20, 30, 50, 0);
    private static final StateHours WEEK = new StateHours(100, 20, 6, 10, 14, 18);

    @Test
    void ouLeavesNonscheduledTimeOut() {
        assertThat(percent(Metrics.ou(BASE), 1)).isEqualTo("80.0");
        assertThat(percent(Metrics.ou(BASE.plus(new StateHours(0, 0, 0, 0, 0, 100))), 1))
                .isEqualTo("80.0");
    }

    @Test
    void availabilityByHoursCountsAllSixStates() {
        var withNst = new StateHours(800, 100, 20, 30, 50, 100);
        assertThat(percent(Metrics.availabilityHours(withNst), 1)).isEqualTo("83.6");
        var other = new StateHours(500, 200, 50, 100, 100, 50);
        assertThat(percent(Metrics.availabilityHours(other), 1)).isEqualTo("75.0");
        assertThat(Metrics.availabilityHours(new StateHours(0, 0, 0, 30, 50, 20))).isZero();
    }

    @Test
    void nothingOverNothingIsZero() {
        var none = new StateHours(0, 0, 0, 0, 0, 0);
        assertThat(Metrics.ou(none)).isZero();
        assertThat(Metrics.availabilityHours(none)).isZero();
        assertThat(Metrics.totalUtilization(none)).isZero();
        assertThat(Metrics.manufacturingUtilization(none)).isZero();
        assertThat(Metrics.mRatio(none)).isZero();
        assertThat(Metrics.yieldOf(0, 0)).isZero();
        assertThat(Metrics.oee(none, 0, 0, 60)).isZero();
        assertThat(Metrics.mtbfP(none, 0)).isZero();
        assertThat(Metrics.mttr(0, 0)).isZero();
        assertThat(Metrics.turns(0, 0)).isZero();
    }

    @Test
    void productionAloneIsAllOfOuAndNoneOfItIsNone() {
        assertThat(Metrics.ou(new StateHours(7, 0, 0, 0, 0, 0))).isEqualTo(1);
        assertThat(Metrics.ou(new StateHours(0, 10, 0, 5, 5, 0))).isZero();
    }

    @Test
    void ratiosAreOfSumsAndNotMeansOfRatios() {
        var busy = new StateHours(10, 0, 0, 0, 0, 0);
        var idle = new StateHours(0, 90, 0, 0, 0, 0);
        assertThat(percent(Metrics.ou(busy.plus(idle)), 1)).isEqualTo("10.0");
    }

    @Test
    void aWeekOfOneMachine() {
        assertThat(percent(Metrics.totalUtilization(WEEK), 2)).isEqualTo("59.52");
        assertThat(percent(Metrics.ou(WEEK), 2)).isEqualTo("66.67");
        assertThat(percent(Metrics.availabilityHours(WEEK), 2)).isEqualTo("75.00");
        assertThat(percent(Metrics.manufacturingUtilization(WEEK), 2)).isEqualTo("83.33");
        assertThat(Metrics.mtbfP(WEEK, 4)).isEqualTo(25);
        assertThat(Metrics.mttr(12, 4)).isEqualTo(3);
        assertThat(halfEven(Metrics.mRatio(WEEK), 3)).isEqualTo("0.714");
        assertThat(percent(Metrics.oee(WEEK, 5200, 5096, 60), 3)).isEqualTo("50.556");
    }

    @Test
    void oeeSimpleIsRoundedOnce() {
        var hours = new StateHours(800, 100, 20, 30, 50, 100);
        assertThat(percent(Metrics.yieldOf(950, 50), 1)).isEqualTo("95.0");
        assertThat(percent(Metrics.oeeSimple(hours, 950, 50), 1)).isEqualTo("79.5");
    }

    @Test
    void littlesLawGivesCycleTimeAndXFactor() {
        double cycleTime = Metrics.cycleTime(48_000, 800);
        assertThat(cycleTime).isEqualTo(60);
        assertThat(Metrics.xFactor(cycleTime, 20)).isEqualTo(3);
        assertThat(Metrics.turns(96_000, 48_000)).isEqualTo(2);
    }

    @Test
    void matrixTotalsAddUp() {
        Matrix matrix =
                queries(
                                LotRow.of("1", "ETCH", "A", 50),
                                LotRow.of("2", "ETCH", "B", 30),
                                LotRow.of("3", "DIFF", "A", 40),
                                LotRow.of("4", "DIFF", "B", 30))
                        .matrix(LotFilter.NONE);
        assertThat(matrix.rows())
                .extracting(Matrix.MatrixRow::workcenter, Matrix.MatrixRow::qty)
                .containsExactly(tuple("DIFF", 70L), tuple("ETCH", 80L));
        assertThat(matrix.columns()).extracting(Matrix.MatrixColumn::qty).containsExactly(90L, 60L);
        assertThat(matrix.total()).isEqualTo(new Count(4, 150));
    }

    @Test
    void statusesAndHoldTypesAddUpToTheTotal() {
        List<LotRow> rows = new ArrayList<>();
        for (int i = 0; i < 90; i++) rows.add(LotRow.of("r" + i, "W", "P", 50).with(1, 0, null));
        for (int i = 0; i < 30; i++) rows.add(LotRow.of("q" + i, "W", "P", 50).with(0, 0, null));
        for (int i = 0; i < 20; i++) rows.add(LotRow.of("h" + i, "W", "P", 50).with(0, 1, "SPC"));
        for (int i = 0; i < 10; i++)
            rows.add(LotRow.of("n" + i, "W", "P", 50).with(0, 2, "Engineering split"));
        Summary summary = queries(rows.toArray(LotRow[]::new)).summary(LotFilter.NONE);
        assertThat(summary.byStatus())
                .containsEntry(LotStatus.RUN, new Count(90, 4500))
                .containsEntry(LotStatus.QUEUE, new Count(30, 1500))
                .containsEntry(LotStatus.HOLD, new Count(30, 1500));
        assertThat(summary.holdByType())
                .containsEntry(HoldType.QUALITY, new Count(20, 1000))
                .containsEntry(HoldType.NON_QUALITY, new Count(10, 500));
        assertThat(new Count(summary.lots(), summary.qty())).isEqualTo(new Count(150, 7500));
    }

    @Test
    void aHeldLotOnAMachineRunsAndIsOnNoHoldPage() {
        LotQueries queries = queries(LotRow.of("1", "W", "P", 5).with(1, 1, "SPC"));
        assertThat(queries.summary(LotFilter.NONE).byStatus())
                .containsEntry(LotStatus.RUN, new Count(1, 5));
        assertThat(queries.holdPareto(LotFilter.NONE).total()).isEqualTo(Count.NONE);
        assertThat(queries.holdPareto(LotFilter.NONE).reasons()).isEmpty();
    }

    @Test
    void agesFallIntoTheirBuckets() {
        assertThat(List.of(0.0, 0.99, 1.0, 3.0, 6.99, 7.0))
                .extracting(AgeBucket::of)
                .containsExactly(
                        AgeBucket.UNDER_1,
                        AgeBucket.UNDER_1,
                        AgeBucket.FROM_1_TO_3,
                        AgeBucket.FROM_3_TO_7,
                        AgeBucket.FROM_3_TO_7,
                        AgeBucket.FROM_7);
        LotRow lot = LotRow.of("1", "W", "P", 5).with(0, 0, null);
        assertThat(queries(lot.aged(-2.0)).ages(LotFilter.NONE))
                .contains(new AgeCount(AgeBucket.UNDER_1, 1, 5));
        assertThat(queries(lot.aged(null)).ages(LotFilter.NONE))
                .contains(new AgeCount(AgeBucket.UNKNOWN, 1, 5))
                .hasSize(5);
    }

    private static LotQueries queries(LotRow... rows) {
        return new LotQueries(Lots.indexed(List.of(rows)), Plants.full());
    }

    private static String percent(double share, int decimals) {
        return halfEven(share * 100, decimals);
    }

    private static String halfEven(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
}
