package io.andon.cache.schema;

import java.util.List;
import java.util.Optional;

/**
 * A table that the house knows. Keyed tables have a unique {@code key}; a table without one is a
 * bag, and {@code groupBy} names the column its rows are found by.
 */
public record CanonicalTable(
        TableName name,
        List<CanonicalColumn> columns,
        Optional<String> key,
        Optional<String> groupBy) {
    public CanonicalTable {
        columns = List.copyOf(columns);
    }

    public Optional<CanonicalColumn> find(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }
}
