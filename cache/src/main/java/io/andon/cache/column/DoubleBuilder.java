package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;

/** Fills a column of finite numbers. */
final class DoubleBuilder extends ColumnBuilder {
    private double[] values = new double[16];
    private final Nulls.Builder nulls = new Nulls.Builder();

    DoubleBuilder(String name) {
        super(name, ColumnType.DOUBLE);
    }

    @Override
    public void appendDouble(double value) {
        if (exact(value)) put(next(), value);
        else reject();
    }

    @Override
    public void appendLong(long value) {
        if (exact(value)) put(next(), (double) value);
        else reject();
    }

    private void put(int row, double value) {
        values[row] = value;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return 8L * values.length + nulls.bytes();
    }

    @Override
    public Column build() {
        return new DoubleColumn(Arrays.copyOf(values, rowCount()), nulls.build(rowCount()));
    }

    @Override
    void grow(int row) {
        if (row == values.length) values = Arrays.copyOf(values, Sizes.grown(row, row + 1));
    }

    @Override
    void putNull(int row) {
        values[row] = 0;
        nulls.set(row);
    }

    @Override
    void clear(int row) {
        nulls.clear(row);
    }
}
