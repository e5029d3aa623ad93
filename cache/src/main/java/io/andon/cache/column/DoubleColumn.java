package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** Finite numbers, 8 bytes a row. {@link #at} of a null row is 0. */
public final class DoubleColumn implements Column {
    private final double[] values;
    private final Nulls nulls;

    DoubleColumn(double[] values, Nulls nulls) {
        this.values = values;
        this.nulls = nulls;
    }

    public double at(int row) {
        return values[row];
    }

    double[] values() {
        return values;
    }

    Nulls nulls() {
        return nulls;
    }

    @Override
    public ColumnType type() {
        return ColumnType.DOUBLE;
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
        return isNull(row) ? null : Double.toString(values[row]);
    }

    @Override
    public DoubleColumn take(int[] rows) {
        var taken = new double[rows.length];
        for (int i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
        return new DoubleColumn(taken, nulls.take(rows));
    }

    @Override
    public int hash(int row) {
        return Double.hashCode(values[row]);
    }

    @Override
    public boolean same(int row, int other) {
        return Double.compare(values[row], values[other]) == 0 && isNull(row) == isNull(other);
    }
}
