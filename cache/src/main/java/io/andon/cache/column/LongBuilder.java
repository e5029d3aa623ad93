package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;

/** Fills a column of whole numbers or of times. */
final class LongBuilder extends ColumnBuilder {
    private long[] values = new long[16];
    private final Nulls.Builder nulls = new Nulls.Builder();

    LongBuilder(String name, ColumnType type) {
        super(name, type);
    }

    @Override
    public void appendLong(long value) {
        if (type() != ColumnType.LONG) super.appendLong(value);
        else if (exact(value)) put(next(), value);
        else reject();
    }

    @Override
    public void appendTime(long epochMillis) {
        if (type() != ColumnType.TIME) super.appendTime(epochMillis);
        else if (exact(epochMillis)) put(next(), epochMillis);
        else reject();
    }

    private void put(int row, long value) {
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
        long[] exact = Arrays.copyOf(values, rowCount());
        Nulls none = nulls.build(rowCount());
        return type() == ColumnType.LONG
                ? new LongColumn(exact, none)
                : new TimeColumn(exact, none);
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
