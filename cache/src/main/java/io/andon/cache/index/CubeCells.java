package io.andon.cache.index;

import io.andon.cache.column.LongColumn;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a cube.
 *
 * @param rowOfCell of a sparse cube, a row whose codes are the cell's; of a dense one, empty
 */
@SuppressWarnings("ArrayRecordComponent") // built here, read by Cube alone, never compared
record CubeCells(int[] lots, long[] qty, int[] rowOfCell) {
    static CubeCells dense(
            List<Cube.Axis> axes, int cells, int rows, @Nullable LongColumn qtyColumn) {
        var lots = new int[cells];
        var qty = new long[cells];
        for (int row = 0; row < rows; row++) {
            int cell = 0;
            for (int axis = 0; axis < axes.size(); axis++)
                cell = cell * axes.get(axis).size() + axes.get(axis).coded().code(row);
            lots[cell]++;
            if (qtyColumn != null) qty[cell] += qtyColumn.at(row);
        }
        return new CubeCells(lots, qty, new int[0]);
    }

    static CubeCells sparse(List<Cube.Axis> axes, int rows, @Nullable LongColumn qtyColumn) {
        var table = new int[Hashing.tableSize(rows)];
        var rowOfCell = new int[rows];
        var lots = new int[rows];
        var qty = new long[rows];
        int cells = 0;
        for (int row = 0; row < rows; row++) {
            int slot = hash(axes, row) & (table.length - 1);
            while (table[slot] != 0 && !same(axes, row, rowOfCell[table[slot] - 1]))
                slot = (slot + 1) & (table.length - 1);
            if (table[slot] == 0) {
                rowOfCell[cells] = row;
                table[slot] = ++cells;
            }
            lots[table[slot] - 1]++;
            if (qtyColumn != null) qty[table[slot] - 1] += qtyColumn.at(row);
        }
        return new CubeCells(
                Arrays.copyOf(lots, cells),
                Arrays.copyOf(qty, cells),
                Arrays.copyOf(rowOfCell, cells));
    }

    private static int hash(List<Cube.Axis> axes, int row) {
        int hash = 0;
        for (int axis = 0; axis < axes.size(); axis++)
            hash = (hash ^ axes.get(axis).coded().code(row)) * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static boolean same(List<Cube.Axis> axes, int row, int other) {
        for (int axis = 0; axis < axes.size(); axis++)
            if (axes.get(axis).coded().code(row) != axes.get(axis).coded().code(other))
                return false;
        return true;
    }
}
