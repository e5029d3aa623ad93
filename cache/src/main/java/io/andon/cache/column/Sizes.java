package io.andon.cache.column;

/** How arrays grow: by half, at least to what is needed. */
final class Sizes {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private Sizes() {}

    static int grown(int length, int needed) {
        if (needed > LONGEST || needed < 0) throw new OutOfMemoryError("array too long");
        return (int) Math.min(LONGEST, Math.max(needed, length * 3L / 2));
    }
}
