package io.andon.cache.index;

import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.LongColumn;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lots and pieces by every combination of some columns' values, nulls included.
 *
 * <p>Shape: a cell a combination. All combinations in one array when those are few beside the rows,
 * else only those that occur, found by scanning; 12 or 16 bytes a cell. Null pieces count 0.
 */
public final class Cube implements DerivedIndex {
    private static final long DENSE_CELLS_MIN = 4096;
    private static final long DENSE_CELLS_MAX = 1 << 24;

    /** One column of a cube. */
    public record Axis(String column, DictionaryColumn coded) {
        /** The codes of this axis, null's included. */
        public int size() {
            return coded.dictionary().size() + 1;
        }
    }

    /** Takes the cells that hold any lots; {@code codes} is reused. */
    @FunctionalInterface
    public interface Cells {
        void accept(int[] codes, long lots, long qty);
    }

    private final Built built;
    private final List<Axis> axes;
    private final boolean dense;
    private final int[] lots;
    private final long[] qty;
    private final int[] rowOfCell;

    private Cube(Built built, List<Axis> axes, boolean dense, CubeCells cells) {
        this.built = built;
        this.axes = axes;
        this.dense = dense;
        lots = cells.lots();
        qty = cells.qty();
        rowOfCell = cells.rowOfCell();
    }

    static Cube over(List<Axis> axes, int rows, @Nullable LongColumn qty, Built.Watch watch) {
        long cells = 1;
        for (Axis axis : axes) cells = Math.min(DENSE_CELLS_MAX + 1, cells * axis.size());
        boolean dense = cells <= DENSE_CELLS_MAX && cells <= Math.max(DENSE_CELLS_MIN, rows * 4L);
        CubeCells built =
                dense
                        ? CubeCells.dense(axes, (int) cells, rows, qty)
                        : CubeCells.sparse(axes, rows, qty);
        return new Cube(watch.stop(), List.copyOf(axes), dense, built);
    }

    public List<Axis> axes() {
        return axes;
    }

    /** The position of a column among the axes, or -1. */
    public int axisOf(String column) {
        for (int i = 0; i < axes.size(); i++) if (axes.get(i).column().equals(column)) return i;
        return -1;
    }

    public boolean isDense() {
        return dense;
    }

    /** Visits the cells whose code is accepted on every axis. */
    public void forEach(List<BitSet> accepted, Cells visitor) {
        if (dense) visitDense(accepted, visitor, new int[axes.size()], 0, 0);
        else visitSparse(accepted, visitor);
    }

    private void visitDense(List<BitSet> accepted, Cells visitor, int[] codes, int axis, int base) {
        if (axis == codes.length) {
            if (lots[base] > 0) visitor.accept(codes, lots[base], qty[base]);
            return;
        }
        BitSet allowed = accepted.get(axis);
        int size = axes.get(axis).size();
        for (int code = allowed.nextSetBit(0);
                code >= 0 && code < size;
                code = allowed.nextSetBit(code + 1)) {
            codes[axis] = code;
            visitDense(accepted, visitor, codes, axis + 1, base * size + code);
        }
    }

    private void visitSparse(List<BitSet> accepted, Cells visitor) {
        var codes = new int[axes.size()];
        for (int cell = 0; cell < lots.length; cell++) {
            boolean allowed = true;
            for (int axis = 0; axis < codes.length && allowed; axis++) {
                codes[axis] = axes.get(axis).coded().code(rowOfCell[cell]);
                allowed = accepted.get(axis).get(codes[axis]);
            }
            if (allowed) visitor.accept(codes, lots[cell], qty[cell]);
        }
    }

    @Override
    public Built built() {
        return built;
    }

    @Override
    public long bytes() {
        return 64 + 4L * lots.length + 8L * qty.length + 4L * rowOfCell.length;
    }
}
