package io.andon.cache.plant;

import io.andon.cache.schema.TableName;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One factory: its source, tables, maps and workcenters. */
public record Plant(
        String id,
        String title,
        ZoneId zone,
        LocalTime shiftDayStart,
        Source source,
        List<TablePlan> tables,
        StateMap states,
        HoldTypes holdTypes,
        List<Workcenter> workcenters,
        Optional<String> simulator,
        List<SourceQuery> queries) {
    public Plant {
        tables = List.copyOf(tables);
        workcenters = List.copyOf(workcenters);
        queries = List.copyOf(queries);
    }

    public Optional<TablePlan> table(TableName name) {
        return tables.stream().filter(plan -> plan.table().equals(name)).findFirst();
    }

    /** What the plant can be asked at its source; empty when it offers no such thing. */
    public Optional<SourceQuery> query(TableName name) {
        return queries.stream().filter(query -> query.name().equals(name)).findFirst();
    }

    public ShiftDays shiftDays() {
        return new ShiftDays(zone, shiftDayStart);
    }

    /** The plant's own filter columns of a table. */
    public List<String> filters(TableName name) {
        return table(name).map(TablePlan::filters).orElse(List.of());
    }

    /** The place of a workcenter in the plant's list, from 1; empty when it is not listed. */
    public OptionalInt orderOf(@Nullable String workcenter) {
        for (int i = 0; i < workcenters.size(); i++)
            if (workcenters.get(i).name().equals(workcenter)) return OptionalInt.of(i + 1);
        return OptionalInt.empty();
    }
}
