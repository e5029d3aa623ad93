package io.andon.cache.index;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DoubleColumn;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.function.IntPredicate;

/**
 * All rows in ascending order of one column, ties by key, nulls last. 4 bytes a row; built by radix
 * sort. Keys are in the order of their code points.
 */
public final class OrderIndex implements DerivedIndex {
    /** Positions {@code [from, to)} of an order. */
    public record Range(int from, int to) {}

    private final Built built;
    private final Column column;
    private final int[] rows;
    private final int known;

    private OrderIndex(Built built, Column column, int[] rows) {
        this.built = built;
        this.column = column;
        this.rows = rows;
        int last = rows.length;
        while (last > 0 && column.isNull(rows[last - 1])) last--;
        known = last;
    }

    static OrderIndex byKey(BytesColumn keys, Built.Watch watch) {
        int count = keys.rowCount();
        var rows = new int[count];
        var high = new long[count];
        var low = new long[count];
        for (int row = 0; row < count; row++) {
            rows[row] = row;
            high[row] = keys.word(row, 0) ^ Long.MIN_VALUE;
            low[row] = keys.word(row, 8) ^ Long.MIN_VALUE;
        }
        LongArrays.radixSortIndirect(rows, high, low, false);
        for (int from = 0, to; from < count; from = to) {
            to = from + 1;
            while (to < count
                    && high[rows[to]] == high[rows[from]]
                    && low[rows[to]] == low[rows[from]]) to++;
            if (to - from > 1) IntArrays.quickSort(rows, from, to, keys::compare);
        }
        return new OrderIndex(watch.stop(), keys, rows);
    }

    static OrderIndex byNumber(DoubleColumn numbers, OrderIndex keyOrder, Built.Watch watch) {
        int count = numbers.rowCount();
        var value = new long[count];
        var rank = new long[count];
        for (int position = 0; position < count; position++) {
            int row = keyOrder.rows[position];
            value[row] = numbers.isNull(row) ? Long.MAX_VALUE : sortable(numbers.at(row));
            rank[row] = position;
        }
        int[] rows = keyOrder.rows.clone();
        LongArrays.radixSortIndirect(rows, value, rank, false);
        return new OrderIndex(watch.stop(), numbers, rows);
    }

    /** A whole number that orders as the finite number does. */
    private static long sortable(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    public int rowCount() {
        return rows.length;
    }

    /** The row at a position of the ascending order. */
    public int row(int position) {
        return rows[position];
    }

    /** The positions of the values that begin with a prefix; of key orders only. */
    public Range prefix(String prefix) {
        if (!(column instanceof BytesColumn keys))
            throw new IllegalStateException(name() + " has no prefixes");
        byte[] utf8 = BytesColumn.utf8(prefix);
        int from = bound(keys, utf8, 0);
        return new Range(from, Math.max(from, bound(keys, utf8, 1)));
    }

    /** The first position whose value, cut to the prefix's length, compares at least so. */
    private int bound(BytesColumn keys, byte[] prefix, int least) {
        int low = 0;
        int high = known;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.signum(keys.comparePrefix(rows[middle], prefix)) < least) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /**
     * Visits the rows in ascending or descending order, ties by ascending key and nulls last in
     * both, until the visitor says no.
     */
    public void forEach(boolean descending, IntPredicate visitor) {
        if (!descending) {
            visit(0, rows.length, visitor);
            return;
        }
        int end = known;
        boolean more = true;
        while (more && end > 0) {
            int start = end - 1;
            while (start > 0 && column.same(rows[start - 1], rows[end - 1])) start--;
            more = visit(start, end, visitor);
            end = start;
        }
        if (more) visit(known, rows.length, visitor);
    }

    private boolean visit(int from, int to, IntPredicate visitor) {
        for (int i = from; i < to; i++) if (!visitor.test(rows[i])) return false;
        return true;
    }

    @Override
    public Built built() {
        return built;
    }

    @Override
    public long bytes() {
        return 16 + 4L * rows.length;
    }
}
