package io.andon.cache.column;

import java.util.Arrays;

/** Which rows are null: one bit a row, or nothing at all when none is. */
final class Nulls {
    static final Nulls NONE = new Nulls(new long[0]);

    private final long[] words;

    Nulls(long[] words) {
        this.words = words;
    }

    /** How many words hold a bit for each of so many rows. */
    static int words(int rows) {
        return (rows + Long.SIZE - 1) >> 6;
    }

    long[] words() {
        return words;
    }

    boolean at(int row) {
        return words.length > 0 && (words[row >> 6] & 1L << row) != 0;
    }

    long bytes() {
        return 16 + 8L * words.length;
    }

    Nulls take(int[] rows) {
        if (words.length == 0) return this;
        var taken = new Builder();
        for (int i = 0; i < rows.length; i++) if (at(rows[i])) taken.set(i);
        return taken.build(rows.length);
    }

    /** Grows with the rows; a row that was truncated away is free to be set anew. */
    static final class Builder {
        private long[] words = new long[0];
        private int count;

        void set(int row) {
            int word = row >> 6;
            if (word >= words.length)
                words = Arrays.copyOf(words, Math.max(word + 1, words.length * 3 / 2));
            if ((words[word] & 1L << row) == 0) count++;
            words[word] |= 1L << row;
        }

        /** Forgets row {@code row}. */
        void clear(int row) {
            int word = row >> 6;
            if (word >= words.length || (words[word] & 1L << row) == 0) return;
            words[word] &= ~(1L << row);
            count--;
        }

        boolean at(int row) {
            int word = row >> 6;
            return word < words.length && (words[word] & 1L << row) != 0;
        }

        long bytes() {
            return 8L * words.length;
        }

        Nulls build(int rows) {
            return count == 0 ? NONE : new Nulls(Arrays.copyOf(words, words(rows)));
        }
    }
}
