package io.andon.cache.query;

import io.andon.cache.column.BooleanColumn;
import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.index.OrderIndex;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one version in the orders lately asked for: each is found once, then kept at 4 bytes
 * a row. The orders are those of {@link RowOrder}. Threads: any.
 */
final class RowOrders {
    private static final int KEPT = 8;

    private final IndexedSnapshot lots;
    private final Map<List<Sort.Key>, Order> orders = new LinkedHashMap<>(16, 0.75f, true);

    RowOrders(IndexedSnapshot lots) {
        this.lots = lots;
    }

    /** All rows as a sort, whose columns must exist, lists them. Not to be changed. */
    int[] by(Sort sort) {
        return order(sort.keys()).rows();
    }

    private Order order(List<Sort.Key> keys) {
        synchronized (orders) {
            Order order = orders.computeIfAbsent(keys, Order::new);
            if (orders.size() > KEPT) orders.remove(orders.keySet().iterator().next());
            return order;
        }
    }

    /** One order; whoever asks first finds it, others of the same order wait. */
    private final class Order {
        private final List<Sort.Key> keys;
        private int @Nullable [] rows;

        Order(List<Sort.Key> keys) {
            this.keys = keys;
        }

        synchronized int[] rows() {
            if (rows == null) rows = sorted(keys);
            return rows;
        }
    }

    /** Starts with the order of keys and sorts stably by each column, the most important last. */
    private int[] sorted(List<Sort.Key> keys) {
        OrderIndex byKey = lots.keyOrder().orElseThrow();
        var rows = new int[lots.rowCount()];
        for (int i = 0; i < rows.length; i++) rows[i] = byKey.row(i);
        for (Sort.Key by : keys.reversed())
            rows = sorted(rows, lots.snapshot().column(by.column()), by.descending());
        return rows;
    }

    private static int[] sorted(int[] rows, Column column, boolean descending) {
        var sorted = new int[rows.length];
        int count = 0;
        for (int row : rows) if (!column.isNull(row)) sorted[count++] = row;
        int end = count;
        for (int row : rows) if (column.isNull(row)) sorted[end++] = row;
        switch (column) {
            case LongColumn whole -> sort(sorted, count, whole::at, descending);
            case TimeColumn times -> sort(sorted, count, times::at, descending);
            case DoubleColumn real ->
                    sort(sorted, count, row -> sortable(real.at(row)), descending);
            case BooleanColumn flags ->
                    sort(sorted, count, row -> flags.at(row) ? 1 : 0, descending);
            case BytesColumn bytes -> {
                IntComparator order = bytes::compare;
                IntArrays.mergeSort(sorted, 0, count, descending ? order.reversed() : order);
            }
            case DictionaryColumn coded -> {
                int[] ranks = Names.ranks(coded.dictionary());
                sort(sorted, count, row -> ranks[coded.code(row)], descending);
            }
        }
        return sorted;
    }

    /** Sorts the first rows by value, ties by the place where they stand. */
    private static void sort(int[] rows, int count, IntToLongFunction values, boolean descending) {
        var known = new int[count];
        var places = new int[count];
        var value = new long[count];
        for (int place = 0; place < count; place++) {
            known[place] = rows[place];
            places[place] = place;
            long at = values.applyAsLong(rows[place]);
            value[place] = descending ? ~at : at;
        }
        LongArrays.radixSortIndirect(places, value, true);
        for (int i = 0; i < count; i++) rows[i] = known[places[i]];
    }

    /** A whole number that orders as {@link Double#compare} does. */
    private static long sortable(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }
}
