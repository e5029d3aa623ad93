package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.BitSet;

/** Fills a column of yes or no. */
final class BooleanBuilder extends ColumnBuilder {
    private final BitSet values = new BitSet();
    private final Nulls.Builder nulls = new Nulls.Builder();

    BooleanBuilder(String name) {
        super(name, ColumnType.BOOLEAN);
    }

    @Override
    public void appendBoolean(boolean value) {
        values.set(next(), value);
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return values.size() / 8 + nulls.bytes();
    }

    @Override
    public Column build() {
        return new BooleanColumn(rowCount(), values, nulls.build(rowCount()));
    }

    @Override
    void grow(int row) {}

    @Override
    void putNull(int row) {
        values.clear(row);
        nulls.set(row);
    }

    @Override
    void clear(int row) {
        values.clear(row);
        nulls.clear(row);
    }
}
