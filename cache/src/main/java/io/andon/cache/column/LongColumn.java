package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** Whole numbers, 8 bytes a row. {@link #at} of a null row is 0. */
public final class LongColumn implements Column {
    private final long[] values;
    private final Nulls nulls;

    LongColumn(long[] values, Nulls nulls) {
        this.values = values;
        this.nulls = nulls;
    }

    public long at(int row) {
        return values[row];
    }

    long[] values() {
        return values;
    }

    Nulls nulls() {
        return nulls;
    }

    @Override
    public ColumnType type() {
        return ColumnType.LONG;
    }

    @Override
    public int rowCount() {
        return values.length;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return 16 + 8L * values.length + nulls.bytes();
    }

    @Override
    public @Nullable String text(int row) {
        return isNull(row) ? null : Long.toString(values[row]);
    }

    @Override
    public LongColumn take(int[] rows) {
        var taken = new long[rows.length];
        for (int i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
        return new LongColumn(taken, nulls.take(rows));
    }

    @Override
    public int hash(int row) {
        return Long.hashCode(values[row]);
    }

    @Override
    public boolean same(int row, int other) {
        return values[row] == values[other] && isNull(row) == isNull(other);
    }
}
