package io.andon.cache.index;

/** Sizes of open-addressing tables. */
final class Hashing {
    private static final int LARGEST = 1 << 30;

    private Hashing() {}

    /** A power of two at least twice the rows, as long as an array can be that long. */
    static int tableSize(int rows) {
        if (rows >= LARGEST) throw new IllegalArgumentException("too many rows: " + rows);
        long wanted = Long.highestOneBit(Math.max(8L, rows * 2L - 1)) << 1;
        return (int) Math.min(LARGEST, wanted);
    }
}
