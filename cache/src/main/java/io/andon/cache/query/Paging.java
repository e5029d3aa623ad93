package io.andon.cache.query;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.Arrays;

/** Cuts one page, counted from 1, out of an order. */
record Paging(int page, int pageSize) {
    /** A page this near the beginning is found by a heap instead of by sorting everything. */
    private static final int HEAP_RATIO = 8;

    Paging {
        if (page < 1 || pageSize < 1)
            throw new IllegalArgumentException("page " + page + " of size " + pageSize);
    }

    /** The position of the page's first row, which may lie far beyond the last. */
    long from() {
        return (page - 1L) * pageSize;
    }

    /** The rows on this page of so many. */
    int sizeOf(long total) {
        return (int) Math.max(0, Math.min(pageSize, total - from()));
    }

    long pages(long total) {
        return (total + pageSize - 1) / pageSize;
    }

    /** This page of the rows as sorted; the array may be reordered. */
    int[] cut(int[] rows, IntComparator order) {
        int size = sizeOf(rows.length);
        if (size == 0) return new int[0];
        int from = (int) from();
        int[] head = rows;
        if ((from + size) * (long) HEAP_RATIO < rows.length) head = least(rows, from + size, order);
        else IntArrays.mergeSort(head, order);
        return Arrays.copyOfRange(head, from, from + size);
    }

    private static int[] least(int[] rows, int count, IntComparator order) {
        IntComparator greatestFirst = (row, other) -> order.compare(other, row);
        var heap = new IntHeapPriorityQueue(count + 1, greatestFirst);
        for (int row : rows) {
            if (heap.size() < count) heap.enqueue(row);
            else if (order.compare(row, heap.firstInt()) < 0) {
                heap.dequeueInt();
                heap.enqueue(row);
            }
        }
        var least = new int[count];
        for (int i = count - 1; i >= 0; i--) least[i] = heap.dequeueInt();
        return least;
    }
}
