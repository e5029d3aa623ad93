package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;

/** Fills a key column: blank padding trimmed on both sides, blank is null, else exact. */
final class KeyBuilder extends ColumnBuilder {
    private final Utf8 utf8 = new Utf8();
    private final Nulls.Builder nulls = new Nulls.Builder();
    private byte[] pool = new byte[256];
    private int[] offsets = new int[17];

    KeyBuilder(String name) {
        super(name, ColumnType.TEXT);
    }

    @Override
    public void appendText(String value) {
        if (value.isBlank()) appendNull();
        else append(trimmed(value));
    }

    private void append(String key) {
        int row = next();
        utf8.encode(key);
        int end = Math.addExact(offsets[row], utf8.length());
        if (end > pool.length) pool = Arrays.copyOf(pool, Sizes.grown(pool.length, end));
        System.arraycopy(utf8.bytes(), 0, pool, offsets[row], utf8.length());
        offsets[row + 1] = end;
    }

    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) == ' ') from++;
        while (to > from && value.charAt(to - 1) == ' ') to--;
        return value.substring(from, to);
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return pool.length + 4L * offsets.length + nulls.bytes();
    }

    @Override
    public Column build() {
        int[] exact = Arrays.copyOf(offsets, rowCount() + 1);
        byte[] bytes = Arrays.copyOf(pool, exact[rowCount()]);
        return new BytesColumn(bytes, exact, nulls.build(rowCount()));
    }

    @Override
    void grow(int row) {
        if (row + 2 > offsets.length)
            offsets = Arrays.copyOf(offsets, Sizes.grown(offsets.length, row + 2));
    }

    @Override
    void putNull(int row) {
        offsets[row + 1] = offsets[row];
        nulls.set(row);
    }

    @Override
    void clear(int row) {
        nulls.clear(row);
    }
}
