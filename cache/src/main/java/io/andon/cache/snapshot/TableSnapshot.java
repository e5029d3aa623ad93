package io.andon.cache.snapshot;

import io.andon.cache.column.Column;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One immutable version of a table.
 *
 * @param asOf the time that the data speaks of: the newest {@code snapshot_at}, else {@code readAt}
 * @param readAt the start of the read
 * @param rowCount the rows shown
 * @param quarantined rows left out for a null key or a number that cannot be told exactly
 * @param folded rows of a bag left out as exact twins of another
 * @param columns in the order of the schema, each with {@code rowCount} rows
 */
public record TableSnapshot(
        TableSchema schema,
        long version,
        Instant asOf,
        Instant readAt,
        int rowCount,
        int quarantined,
        int folded,
        List<Column> columns) {
    public TableSnapshot {
        columns = List.copyOf(columns);
        if (columns.size() != schema.columns().size())
            throw new IllegalArgumentException(
                    "columns do not fit the schema of " + schema.table());
        for (int i = 0; i < columns.size(); i++)
            if (columns.get(i).rowCount() != rowCount
                    || columns.get(i).type() != schema.columns().get(i).type())
                throw new IllegalArgumentException(
                        "column '%s' does not fit".formatted(schema.columns().get(i).name()));
    }

    public TableName table() {
        return schema.table();
    }

    /** Every row of the source: shown, quarantined and folded. */
    public int rowsRead() {
        return rowCount + quarantined + folded;
    }

    /** The column of that name; a name that the table does not have is a bug of the caller. */
    public Column column(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no column '%s'".formatted(name)));
    }

    public Optional<Column> find(String name) {
        int at = schema.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(columns.get(at));
    }

    /** Heap bytes of all columns. */
    public long bytes() {
        long bytes = 0;
        for (Column column : columns) bytes += column.bytes();
        return bytes;
    }
}
