package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys and text of many distinct values: UTF-8 in one pool, {@code pool[offsets[row], offsets[row +
 * 1])}. Order is that of unsigned bytes, so of code points.
 */
public final class BytesColumn implements TextColumn {
    private final byte[] pool;
    private final int[] offsets;
    private final Nulls nulls;

    BytesColumn(byte[] pool, int[] offsets, Nulls nulls) {
        this.pool = pool;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    /** Text as this column holds it: UTF-8, lone surrogates as U+FFFD. */
    public static byte[] utf8(String text) {
        return Utf8.of(text);
    }

    /** The hash of a value that may stand in a row; equals {@link #hash} of such a row. */
    public static int hash(byte[] utf8) {
        return Utf8.hash(utf8, 0, utf8.length);
    }

    /** Whether a row, null or not, holds exactly these bytes; null holds none. */
    public boolean holds(int row, byte[] utf8) {
        return Arrays.equals(pool, offsets[row], offsets[row + 1], utf8, 0, utf8.length)
                && !isNull(row);
    }

    /** Compares the values of two rows; null is the empty value. */
    public int compare(int row, int other) {
        return Arrays.compareUnsigned(
                pool, offsets[row], offsets[row + 1], pool, offsets[other], offsets[other + 1]);
    }

    /** Compares the beginning of a row's value with a prefix: 0 when the row starts with it. */
    public int comparePrefix(int row, byte[] prefix) {
        int to = Math.min(offsets[row + 1], offsets[row] + prefix.length);
        return Arrays.compareUnsigned(pool, offsets[row], to, prefix, 0, prefix.length);
    }

    /** Eight bytes of a row's value from {@code skip}, big endian, zeros past its end. */
    public long word(int row, int skip) {
        long word = 0;
        int from = offsets[row] + skip;
        for (int i = from; i < from + 8; i++)
            word = word << 8 | (i < offsets[row + 1] ? pool[i] & 0xFF : 0);
        return word;
    }

    /** The length of a row's value in bytes; 0 for null. */
    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    byte[] pool() {
        return pool;
    }

    int[] offsets() {
        return offsets;
    }

    Nulls nulls() {
        return nulls;
    }

    @Override
    public ColumnType type() {
        return ColumnType.TEXT;
    }

    @Override
    public int rowCount() {
        return offsets.length - 1;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.at(row);
    }

    @Override
    public long bytes() {
        return 32 + pool.length + 4L * offsets.length + nulls.bytes();
    }

    @Override
    public @Nullable String text(int row) {
        return isNull(row)
                ? null
                : new String(pool, offsets[row], length(row), StandardCharsets.UTF_8);
    }

    @Override
    public BytesColumn take(int[] rows) {
        var taken = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++)
            taken[i + 1] = Math.addExact(taken[i], length(rows[i]));
        var bytes = new byte[taken[rows.length]];
        for (int i = 0; i < rows.length; i++)
            System.arraycopy(pool, offsets[rows[i]], bytes, taken[i], length(rows[i]));
        return new BytesColumn(bytes, taken, nulls.take(rows));
    }

    @Override
    public int hash(int row) {
        return Utf8.hash(pool, offsets[row], offsets[row + 1]);
    }

    @Override
    public boolean same(int row, int other) {
        return compare(row, other) == 0 && isNull(row) == isNull(other);
    }
}
