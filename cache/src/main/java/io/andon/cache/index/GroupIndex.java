package io.andon.cache.index;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a bag by one column, groups in order of first appearance.
 *
 * <p>Shape: rows of group g are {@code rows[starts[g], starts[g + 1])}, ascending; a hash table
 * finds g by value. 12 to 24 bytes a row. Null is a group of its own, without a value.
 */
public final class GroupIndex implements DerivedIndex {
    private final Built built;
    private final Column column;
    private final int[] table;
    private final int[] starts;
    private final int[] rows;

    private GroupIndex(Built built, Column column, int[] table, int[] starts, int[] rows) {
        this.built = built;
        this.column = column;
        this.table = table;
        this.starts = starts;
        this.rows = rows;
    }

    static GroupIndex over(Column column, Built.Watch watch) {
        int count = column.rowCount();
        var table = new int[Hashing.tableSize(count)];
        var groupOf = new int[count];
        var firsts = new int[count];
        int groups = 0;
        for (int row = 0; row < count; row++) {
            int slot = spread(column.hash(row)) & (table.length - 1);
            while (table[slot] != 0 && !column.same(row, firsts[table[slot] - 1]))
                slot = (slot + 1) & (table.length - 1);
            if (table[slot] == 0) {
                firsts[groups] = row;
                table[slot] = ++groups;
            }
            groupOf[row] = table[slot] - 1;
        }
        var starts = new int[groups + 1];
        for (int group : groupOf) starts[group + 1]++;
        for (int group = 0; group < groups; group++) starts[group + 1] += starts[group];
        int[] next = Arrays.copyOf(starts, groups);
        var rows = new int[count];
        for (int row = 0; row < count; row++) rows[next[groupOf[row]]++] = row;
        return new GroupIndex(watch.stop(), column, table, starts, rows);
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    public int groups() {
        return starts.length - 1;
    }

    /** The value that a group's rows share; null for the rows without one. */
    public @Nullable String value(int group) {
        return column.text(rows[starts[group]]);
    }

    public int size(int group) {
        return starts[group + 1] - starts[group];
    }

    /** The i-th row of a group. */
    public int row(int group, int i) {
        return rows[starts[group] + i];
    }

    /** The group of a value, which matches exactly. */
    public OptionalInt groupOf(String value) {
        return switch (column) {
            case BytesColumn bytes -> probe(bytes, BytesColumn.utf8(value));
            case DictionaryColumn coded -> probe(coded, coded.dictionary().codeOf(value));
            default -> OptionalInt.empty();
        };
    }

    private OptionalInt probe(BytesColumn bytes, byte[] utf8) {
        int slot = spread(BytesColumn.hash(utf8)) & (table.length - 1);
        for (; table[slot] != 0; slot = (slot + 1) & (table.length - 1))
            if (bytes.holds(rows[starts[table[slot] - 1]], utf8))
                return OptionalInt.of(table[slot] - 1);
        return OptionalInt.empty();
    }

    private OptionalInt probe(DictionaryColumn coded, int code) {
        if (code < 0) return OptionalInt.empty();
        int slot = spread(code) & (table.length - 1);
        for (; table[slot] != 0; slot = (slot + 1) & (table.length - 1))
            if (coded.code(rows[starts[table[slot] - 1]]) == code)
                return OptionalInt.of(table[slot] - 1);
        return OptionalInt.empty();
    }

    @Override
    public Built built() {
        return built;
    }

    @Override
    public long bytes() {
        return 48 + 4L * (table.length + starts.length + rows.length);
    }
}
