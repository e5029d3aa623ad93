package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.StateMap;
import io.andon.processors.CodedException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hours of machines by shift day, workcenter and E10 state, in any order. */
public record StateHours(List<Cell> cells) implements SourceRows {
    /** Hours of all machines of one workcenter in one state on one shift day. */
    public record Cell(LocalDate day, @Nullable String workcenter, E10State state, double hours) {}

    public StateHours {
        cells = List.copyOf(cells);
    }

    /**
     * Maps the plant's state codes.
     *
     * @throws CodedException DB_QUERY_ERROR for more rows than {@code rowsMax}: a part of the hours
     *     would be a wrong figure
     */
    static StateHours of(List<SourceRow> rows, int rowsMax, StateMap states) {
        if (rows.size() > rowsMax) {
            throw new CodedException(
                    DegradedCode.DB_QUERY_ERROR,
                    "the query gives more than %d rows: sum them up in the SQL".formatted(rowsMax));
        }
        var cells = new ArrayList<Cell>(rows.size());
        for (SourceRow row : rows) {
            LocalDate day = row.day("shift_date");
            Double hours = row.number("hours");
            if (day == null) {
                throw new CodedException(
                        DegradedCode.DB_QUERY_ERROR,
                        "the query's column shift_date is missing or null");
            }
            if (hours == null) continue;
            cells.add(new Cell(day, row.text("workcenter"), states.of(row.text("state")), hours));
        }
        return new StateHours(cells);
    }

    @Override
    public int weight() {
        return 1 + cells.size();
    }
}
