package io.andon.cache.column;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Distinct values in order of arrival, each once: bytes[offsets[code], offsets[code + 1]), found by
 * an open-addressing table of code + 1. Grows; a {@link Dictionary} freezes it.
 */
final class TextPool {
    static final int ABSENT = -1;
    private static final int FEWEST = 17;

    private byte[] bytes;
    private int[] offsets;
    private int[] table;
    private int size;

    TextPool() {
        bytes = new byte[256];
        offsets = new int[FEWEST];
        table = new int[64];
    }

    /**
     * A pool of given values in their order.
     *
     * @throws IllegalArgumentException if one stands twice
     */
    TextPool(byte[] texts, int[] starts) {
        bytes = texts;
        offsets = Arrays.copyOf(starts, Math.max(FEWEST, starts.length));
        int slots = 64;
        while (slots < starts.length * 2L) slots *= 4;
        table = new int[slots];
        for (; size < starts.length - 1; size++) {
            if (find(bytes, offsets[size], offsets[size + 1]) != ABSENT)
                throw new IllegalArgumentException("a value twice");
            place(size);
        }
    }

    private TextPool(TextPool other) {
        bytes = other.bytes.clone();
        offsets = other.offsets.clone();
        table = other.table.clone();
        size = other.size;
    }

    TextPool copy() {
        return new TextPool(this);
    }

    /** Where each value begins, and the last one ends. */
    IntBuffer offsets() {
        return IntBuffer.wrap(offsets, 0, size + 1).slice();
    }

    ByteBuffer texts() {
        return ByteBuffer.wrap(bytes, 0, offsets[size]).slice();
    }

    int size() {
        return size;
    }

    long bytesHeld() {
        return 64 + bytes.length + 4L * offsets.length + 4L * table.length;
    }

    String value(int code) {
        return new String(
                bytes, offsets[code], offsets[code + 1] - offsets[code], StandardCharsets.UTF_8);
    }

    int length(int code) {
        return offsets[code + 1] - offsets[code];
    }

    /** Copies a value's bytes and returns the position after them. */
    int copyTo(byte[] target, int at, int code) {
        System.arraycopy(bytes, offsets[code], target, at, length(code));
        return at + length(code);
    }

    int find(byte[] text, int from, int to) {
        int mask = table.length - 1;
        for (int slot = Utf8.hash(text, from, to) & mask; ; slot = slot + 1 & mask) {
            int code = table[slot] - 1;
            if (code < 0) return ABSENT;
            if (Arrays.equals(bytes, offsets[code], offsets[code + 1], text, from, to)) return code;
        }
    }

    /** The code of a value, which is added at the end if it is new. */
    int add(byte[] text, int from, int to) {
        int known = find(text, from, to);
        if (known != ABSENT) return known;
        if (size + 1 == offsets.length) offsets = Arrays.copyOf(offsets, offsets.length * 3 / 2);
        int end = Math.addExact(offsets[size], to - from);
        if (end > bytes.length) bytes = Arrays.copyOf(bytes, Sizes.grown(bytes.length, end));
        System.arraycopy(text, from, bytes, offsets[size], to - from);
        offsets[++size] = end;
        if (size * 2L > table.length) rehash();
        else place(size - 1);
        return size - 1;
    }

    private void rehash() {
        table = new int[table.length * 4];
        for (int code = 0; code < size; code++) place(code);
    }

    private void place(int code) {
        int mask = table.length - 1;
        int slot = Utf8.hash(bytes, offsets[code], offsets[code + 1]) & mask;
        while (table[slot] != 0) slot = slot + 1 & mask;
        table[slot] = code + 1;
    }

    /** A pool of some codes only, in the given order. */
    TextPool take(int[] codes) {
        var taken = new TextPool();
        for (int code : codes) taken.add(bytes, offsets[code], offsets[code + 1]);
        return taken;
    }
}
