package io.andon.cache.query;

import io.andon.cache.column.Dictionary;
import io.andon.cache.query.Matrix.Cell;
import io.andon.cache.query.Matrix.MatrixColumn;
import io.andon.cache.query.Matrix.MatrixRow;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up lots by workcenter and package codes, and lays the sums out as a matrix. */
final class MatrixFold {
    private final Dictionary workcenters;
    private final Dictionary packages;
    private final Long2IntOpenHashMap cellOf = new Long2IntOpenHashMap();
    private long[] keys = new long[64];
    private long[] lots = new long[64];
    private long[] qty = new long[64];
    private long[] holdQty = new long[64];
    private int cells;

    MatrixFold(Dictionary workcenters, Dictionary packages) {
        this.workcenters = workcenters;
        this.packages = packages;
        cellOf.defaultReturnValue(-1);
    }

    void add(int workcenter, int pkg, long lotCount, long pieces, boolean held) {
        long key = (long) workcenter << 32 | pkg;
        int cell = cellOf.get(key);
        if (cell < 0) {
            cell = newCell(key);
            cellOf.put(key, cell);
        }
        lots[cell] += lotCount;
        qty[cell] += pieces;
        if (held) holdQty[cell] += pieces;
    }

    private int newCell(long key) {
        if (cells == keys.length) {
            keys = Arrays.copyOf(keys, cells * 2);
            lots = Arrays.copyOf(lots, cells * 2);
            qty = Arrays.copyOf(qty, cells * 2);
            holdQty = Arrays.copyOf(holdQty, cells * 2);
        }
        keys[cells] = key;
        return cells++;
    }

    private int workcenter(int cell) {
        return (int) (keys[cell] >>> 32);
    }

    private int pkg(int cell) {
        return (int) keys[cell];
    }

    /** The matrix, rows in the order that {@code orders} gives. */
    Matrix toMatrix(WorkcenterOrders orders) {
        var byWorkcenter = new CodeTotals(workcenters.size() + 1);
        var byPackage = new CodeTotals(packages.size() + 1);
        Count total = Count.NONE;
        for (int cell = 0; cell < cells; cell++) {
            byWorkcenter.add(workcenter(cell), lots[cell], qty[cell]);
            byPackage.add(pkg(cell), lots[cell], qty[cell]);
            total = total.plus(new Count(lots[cell], qty[cell]));
        }
        List<Integer> rows = byWorkcenter.present();
        rows.sort(orders.comparator());
        List<Integer> columns = byPackage.present();
        int[] nameRanks = Names.ranks(packages);
        columns.sort(
                Comparator.comparingLong((Integer code) -> byPackage.qty(code))
                        .reversed()
                        .thenComparingInt(code -> nameRanks[code]));
        return new Matrix(
                rows.stream().map(code -> row(code, orders, byWorkcenter)).toList(),
                columns.stream().map(code -> column(code, byPackage)).toList(),
                cells(places(rows, workcenters), places(columns, packages)),
                total);
    }

    private MatrixRow row(int code, WorkcenterOrders orders, CodeTotals totals) {
        @Nullable String name = Names.of(workcenters, code);
        return new MatrixRow(name, orders.of(code), totals.lots(code), totals.qty(code));
    }

    private MatrixColumn column(int code, CodeTotals totals) {
        return new MatrixColumn(Names.of(packages, code), totals.lots(code), totals.qty(code));
    }

    private static int[] places(List<Integer> codes, Dictionary dictionary) {
        var places = new int[dictionary.size() + 1];
        for (int place = 0; place < codes.size(); place++) places[codes.get(place)] = place;
        return places;
    }

    private List<Cell> cells(int[] rowOf, int[] columnOf) {
        List<Cell> laidOut = new ArrayList<>(cells);
        for (int cell = 0; cell < cells; cell++)
            laidOut.add(
                    new Cell(
                            rowOf[workcenter(cell)],
                            columnOf[pkg(cell)],
                            lots[cell],
                            qty[cell],
                            holdQty[cell]));
        laidOut.sort(Comparator.comparingInt(Cell::row).thenComparingInt(Cell::column));
        return laidOut;
    }
}
