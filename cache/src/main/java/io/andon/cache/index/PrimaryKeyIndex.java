package io.andon.cache.index;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.schema.TableName;
import java.util.OptionalInt;

/**
 * Finds the row of a key.
 *
 * <p>Shape: an open-addressing table of row + 1, at most half full, 8 to 16 bytes a row; keys stay
 * in the column's byte pool. Build and lookup O(1) a row. Errors: a repeated key fails the build;
 * an unknown key is empty. Keys match exactly.
 */
public final class PrimaryKeyIndex implements DerivedIndex {
    private final Built built;
    private final BytesColumn keys;
    private final int[] table;

    private PrimaryKeyIndex(Built built, BytesColumn keys, int[] table) {
        this.built = built;
        this.keys = keys;
        this.table = table;
    }

    static PrimaryKeyIndex over(TableName name, BytesColumn keys, Built.Watch watch) {
        int rows = keys.rowCount();
        var table = new int[Hashing.tableSize(rows)];
        int duplicates = 0;
        for (int row = 0; row < rows; row++) {
            int slot = keys.hash(row) & (table.length - 1);
            boolean repeated = false;
            while (table[slot] != 0 && !repeated) {
                repeated = keys.same(row, table[slot] - 1);
                slot = (slot + 1) & (table.length - 1);
            }
            if (repeated) duplicates++;
            else table[slot] = row + 1;
        }
        if (duplicates > 0) throw new DuplicateKeyException(name, duplicates, rows);
        return new PrimaryKeyIndex(watch.stop(), keys, table);
    }

    public OptionalInt rowOf(String key) {
        byte[] utf8 = BytesColumn.utf8(key);
        int slot = BytesColumn.hash(utf8) & (table.length - 1);
        while (table[slot] != 0) {
            if (keys.holds(table[slot] - 1, utf8)) return OptionalInt.of(table[slot] - 1);
            slot = (slot + 1) & (table.length - 1);
        }
        return OptionalInt.empty();
    }

    /** The rows found under some key. */
    public int rowCount() {
        return keys.rowCount();
    }

    @Override
    public Built built() {
        return built;
    }

    @Override
    public long bytes() {
        return 16 + 4L * table.length;
    }
}
