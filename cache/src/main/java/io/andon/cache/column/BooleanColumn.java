package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Yes or no, one bit a row. {@link #at} of a null row is false. */
public final class BooleanColumn implements Column {
    private final int rowCount;
    private final BitSet values;
    private final Nulls nulls;

    BooleanColumn(int rowCount, BitSet values, Nulls nulls) {
        this.rowCount = rowCount;
        this.values = values;
        this.nulls = nulls;
    }

    public boolean at(int row) {
        return values.get(row);
    }

    /** The values as bits, 64 rows a word. */
    long[] words() {
        return Arrays.copyOf(values.toLongArray(), Nulls.words(rowCount));
    }

    Nulls nulls() {
        return nulls;
    }

    @Override
    public ColumnType type() {
        return ColumnType.BOOLEAN;
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return 48 + values.size() / 8 + nulls.bytes();
    }

    @Override
    public @Nullable String text(int row) {
        return isNull(row) ? null : Boolean.toString(at(row));
    }

    @Override
    public BooleanColumn take(int[] rows) {
        var taken = new BitSet(rows.length);
        for (int i = 0; i < rows.length; i++) taken.set(i, values.get(rows[i]));
        return new BooleanColumn(rows.length, taken, nulls.take(rows));
    }

    @Override
    public int hash(int row) {
        return Boolean.hashCode(at(row));
    }

    @Override
    public boolean same(int row, int other) {
        return at(row) == at(other) && isNull(row) == isNull(other);
    }
}
