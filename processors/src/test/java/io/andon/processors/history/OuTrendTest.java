package io.andon.processors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.StateMap;
import io.andon.processors.CodedException;
import io.andon.processors.history.StateHours.Cell;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The worked numbers of the metric dictionary, as hours of days. */
final class OuTrendTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final StateMap STATES =
            new StateMap(Map.of("RUN", E10State.PRD, "IDLE", E10State.SBY));

    @Test
    void ouIsProductiveOfAllScheduledHours() {
        OuTrend trend =
                OuTrend.of(
                        new StateHours(
                                List.of(
                                        new Cell(DAY, "A", E10State.PRD, 800),
                                        new Cell(DAY, "A", E10State.SBY, 100),
                                        new Cell(DAY, "B", E10State.UDT, 50),
                                        new Cell(DAY, null, E10State.SDT, 30),
                                        new Cell(DAY, "A", E10State.EGT, 20),
                                        new Cell(DAY, "A", E10State.NST, 100),
                                        new Cell(DAY, "A", E10State.OTHER, 77))),
                        DAY,
                        2,
                        List.of());
        assertThat(trend.days().getFirst().hours().ou()).isEqualTo(0.8);
        assertThat(trend.days().getFirst().hours().of(E10State.OTHER)).isEqualTo(77);
        assertThat(trend.days().get(1).hours().ou()).isZero();
        assertThat(trend.total().ou()).isEqualTo(0.8);
    }

    @Test
    void theTotalIsARatioOfSumsAndNoMeanOfRatios() {
        OuTrend trend =
                OuTrend.of(
                        new StateHours(
                                List.of(
                                        new Cell(DAY, "A", E10State.PRD, 10),
                                        new Cell(DAY.plusDays(1), "A", E10State.UDT, 90))),
                        DAY,
                        2,
                        List.of());
        assertThat(trend.total().ou()).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void onlyWantedWorkcentersAndDaysCount() {
        var hours =
                new StateHours(
                        List.of(
                                new Cell(DAY, "A", E10State.PRD, 1),
                                new Cell(DAY, "B", E10State.SBY, 1),
                                new Cell(DAY, null, E10State.UDT, 1),
                                new Cell(DAY.minusDays(1), "A", E10State.UDT, 9),
                                new Cell(DAY.plusDays(1), "A", E10State.UDT, 9)));
        assertThat(OuTrend.of(hours, DAY, 1, List.of()).total().ou()).isEqualTo(1.0 / 3);
        assertThat(OuTrend.of(hours, DAY, 1, List.of(Optional.of("A"))).total().ou()).isEqualTo(1);
        assertThat(
                        OuTrend.of(hours, DAY, 1, List.of(Optional.of("A"), Optional.empty()))
                                .total()
                                .ou())
                .isEqualTo(0.5);
    }

    @Test
    void codesThatThePlantDoesNotMapAreOther() {
        StateHours hours =
                StateHours.of(
                        List.of(row("RUN ", 1), row("ODD", 2), row(null, 4), row("IDLE", null)),
                        10,
                        STATES);
        assertThat(hours.cells())
                .extracting(Cell::state)
                .containsExactly(E10State.PRD, E10State.OTHER, E10State.OTHER);
    }

    @Test
    void moreRowsThanTheLimitAreAMistakeAndNoFigure() {
        assertThatThrownBy(() -> StateHours.of(List.of(row("RUN", 1), row("IDLE", 1)), 1, STATES))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        e -> assertThat(e.code()).isEqualTo(DegradedCode.DB_QUERY_ERROR));
    }

    private static SourceRow row(@Nullable String state, @Nullable Integer hours) {
        var row = new HashMap<String, @Nullable Object>();
        row.put("shift_date", DAY);
        row.put("state", state);
        row.put("hours", hours == null ? null : BigDecimal.valueOf(hours));
        return new SourceRow(row, new ZonedColumns(Set.of()), ZoneOffset.UTC);
    }
}
