package io.andon.processors.history;

import io.andon.cache.plant.E10State;
import io.andon.cache.query.Metrics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Overall utilisation by shift day: a ratio of summed hours, never a mean of ratios. */
public record OuTrend(List<Day> days, Hours total) {
    /** One shift day; without hours its ratio is 0. */
    public record Day(LocalDate date, Hours hours) {}

    /** Hours by the code of {@link E10State}; hours of OTHER are shown and in no ratio. */
    @SuppressWarnings("ArrayRecordComponent") // made here once, read only
    public record Hours(double[] byState) {
        public double ou() {
            return Metrics.ou(
                    new Metrics.StateHours(
                            of(E10State.PRD),
                            of(E10State.SBY),
                            of(E10State.EGT),
                            of(E10State.SDT),
                            of(E10State.UDT),
                            of(E10State.NST)));
        }

        public double of(E10State state) {
            return byState[state.code()];
        }
    }

    /**
     * Folds the hours of the wanted workcenters.
     *
     * @param workcenters empty for all; an empty value wants hours of no workcenter
     */
    public static OuTrend of(
            StateHours hours, LocalDate from, int days, List<Optional<String>> workcenters) {
        var byDay = new double[days][E10State.values().length];
        var total = new double[E10State.values().length];
        for (StateHours.Cell cell : hours.cells()) {
            long day = cell.day().toEpochDay() - from.toEpochDay();
            boolean wanted =
                    workcenters.isEmpty()
                            || workcenters.contains(Optional.ofNullable(cell.workcenter()));
            if (!wanted || day < 0 || day >= days) continue;
            byDay[(int) day][cell.state().code()] += cell.hours();
            total[cell.state().code()] += cell.hours();
        }
        var folded = new ArrayList<Day>();
        for (int day = 0; day < days; day++) {
            folded.add(new Day(from.plusDays(day), new Hours(byDay[day])));
        }
        return new OuTrend(folded, new Hours(total));
    }
}
