package io.andon.cache.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A table's columns in order; no name twice. */
public record TableSchema(TableName table, List<ColumnSpec> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
        var names = new HashSet<String>();
        for (ColumnSpec column : columns)
            if (!names.add(column.name()))
                throw new IllegalArgumentException(
                        "column '" + column.name() + "' twice in table " + table);
    }

    /** The position of a column, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) if (columns.get(i).name().equals(name)) return i;
        return -1;
    }

    public Optional<ColumnSpec> find(String name) {
        int at = indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(columns.get(at));
    }
}
