package io.andon.cache.snapshot;

import io.andon.cache.column.Column;
import io.andon.cache.column.ColumnAppender;
import io.andon.cache.column.ColumnBuilder;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.schema.CanonicalTable;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills one version of a table while its source is read: each column's appender once a row, then
 * {@link #endRow}.
 *
 * <p>A row without its key, or with a number that cannot be told exactly, is quarantined at once.
 * Threads: one at a time. A builder that has built is spent.
 */
public final class SnapshotBuilder {
    private static final String SNAPSHOT_AT = "snapshot_at";

    private final TableSchema schema;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final int key;
    private final boolean bag;
    private int rows;
    private int quarantined;

    /**
     * @param previous the version whose dictionaries are continued, so that equal values keep their
     *     codes
     */
    public SnapshotBuilder(TableSchema schema, Optional<TableSnapshot> previous) {
        this.schema = schema;
        Optional<CanonicalTable> canon = CanonicalTables.of(schema.table());
        bag = canon.map(table -> table.key().isEmpty()).orElse(true);
        key =
                canon.flatMap(table -> table.key().or(table::groupBy))
                        .map(schema::indexOf)
                        .orElse(-1);
        if (canon.isPresent() && key < 0)
            throw new IllegalArgumentException("table " + schema.table() + " lacks its key column");
        for (ColumnSpec spec : schema.columns()) {
            boolean isKey = CanonicalTables.isKeyColumn(schema.table(), spec.name());
            if (isKey && spec.type() != ColumnType.TEXT)
                throw new IllegalArgumentException("key column '" + spec.name() + "' is not text");
            columns.add(
                    ColumnBuilder.of(spec, isKey, previous.flatMap(old -> old.find(spec.name()))));
        }
    }

    /** The appender of the column at that position of the schema. */
    public ColumnAppender appender(int column) {
        return columns.get(column);
    }

    /** Ends a row, to which every column must have been given exactly one value. */
    public void endRow() {
        boolean rejected = false;
        for (int i = 0; i < columns.size(); i++) {
            ColumnBuilder column = columns.get(i);
            if (column.rowCount() != rows + 1)
                throw new IllegalStateException(
                        "column '%s' has %d values in row %d"
                                .formatted(
                                        schema.columns().get(i).name(),
                                        column.rowCount() - rows,
                                        rows));
            rejected |= column.rejectedLast() || (i == key && column.isNull(rows));
        }
        if (rejected) {
            columns.forEach(ColumnBuilder::removeLast);
            quarantined++;
        } else rows++;
    }

    /** The rows kept so far; quarantined ones are not among them. */
    public int rowCount() {
        return rows;
    }

    /** Heap bytes held now; grows while reading, so that a budget can end the read. */
    public long bytes() {
        long bytes = 0;
        for (ColumnBuilder column : columns) bytes += column.bytes();
        return bytes;
    }

    /** Finishes the version; exact twins of a bag are folded here. */
    public TableSnapshot build(long version, Instant readAt) {
        List<Column> built = new ArrayList<>();
        for (ColumnBuilder column : columns) built.add(column.build());
        int folded = 0;
        if (bag) {
            int[] kept = Twins.firsts(built, rows);
            folded = rows - kept.length;
            if (folded > 0) built.replaceAll(column -> column.take(kept));
        }
        return new TableSnapshot(
                schema,
                version,
                asOf(built).orElse(readAt),
                readAt,
                rows - folded,
                quarantined,
                folded,
                built);
    }

    private Optional<Instant> asOf(List<Column> built) {
        int at = schema.indexOf(SNAPSHOT_AT);
        if (at < 0 || !(built.get(at) instanceof TimeColumn times)) return Optional.empty();
        long newest = Long.MIN_VALUE;
        for (int row = 0; row < times.rowCount(); row++)
            if (!times.isNull(row)) newest = Math.max(newest, times.at(row));
        return newest == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(newest));
    }
}
