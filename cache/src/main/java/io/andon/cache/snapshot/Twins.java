package io.andon.cache.snapshot;

import io.andon.cache.column.Column;
import java.util.Arrays;
import java.util.List;

/** Finds rows that are equal in every column. */
final class Twins {
    private Twins() {}

    /** The first row of every set of equal rows, ascending. */
    static int[] firsts(List<Column> columns, int rows) {
        var table = new int[Integer.highestOneBit(Math.max(8, rows)) * 4];
        var kept = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) if (isFirst(columns, row, table)) kept[count++] = row;
        return Arrays.copyOf(kept, count);
    }

    private static boolean isFirst(List<Column> columns, int row, int[] table) {
        int slot = hash(columns, row) & table.length - 1;
        while (table[slot] != 0) {
            if (same(columns, row, table[slot] - 1)) return false;
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = row + 1;
        return true;
    }

    private static int hash(List<Column> columns, int row) {
        int hash = 1;
        for (int i = 0; i < columns.size(); i++) hash = 31 * hash + columns.get(i).hash(row);
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static boolean same(List<Column> columns, int row, int other) {
        for (int i = 0; i < columns.size(); i++) if (!columns.get(i).same(row, other)) return false;
        return true;
    }
}
