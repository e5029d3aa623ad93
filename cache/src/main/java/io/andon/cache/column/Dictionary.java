package io.andon.cache.column;

import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column and their codes from 0. A later version's dictionary begins with
 * all values of the earlier one under the same codes, unless it was rebuilt; so a value may stand
 * here that no row holds. Threads: immutable.
 */
public final class Dictionary {
    private final TextPool pool;
    private final String[] values;

    /** Freezes a pool, taking over the strings of the dictionary that it continues. */
    Dictionary(TextPool pool, @Nullable Dictionary continued) {
        this.pool = pool;
        values = new String[pool.size()];
        int known = continued == null ? 0 : continued.size();
        if (continued != null) System.arraycopy(continued.values, 0, values, 0, known);
        for (int code = known; code < values.length; code++) values[code] = pool.value(code);
    }

    public int size() {
        return values.length;
    }

    public String value(int code) {
        return values[code];
    }

    /** The code of a value, or -1. */
    public int codeOf(String value) {
        byte[] utf8 = Utf8.of(value);
        return pool.find(utf8, 0, utf8.length);
    }

    TextPool pool() {
        return pool;
    }

    long bytes() {
        long strings = 0;
        for (String value : values) strings += 56L + value.length();
        return pool.bytesHeld() + strings;
    }
}
