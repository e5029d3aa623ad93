package io.andon.cache.query;

import java.util.List;

/** In which order rows are listed: by these columns, nulls last, ties by key. */
public record Sort(List<Key> keys) {
    /** A column in snake case. */
    public record Key(String column, boolean descending) {}

    /** By key alone. */
    public static final Sort BY_KEY = new Sort(List.of());

    public Sort {
        keys = List.copyOf(keys);
    }
}
