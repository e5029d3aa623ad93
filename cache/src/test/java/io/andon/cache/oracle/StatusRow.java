package io.andon.cache.oracle;

import org.jspecify.annotations.Nullable;

/** One live row of a machine and a lot. */
public record StatusRow(
        @Nullable String resourceId,
        @Nullable String state,
        @Nullable Long since,
        @Nullable String lotId,
        @Nullable Long qty,
        @Nullable Long trackedInAt,
        @Nullable String reason) {
    public static StatusRow of(
            @Nullable String id, @Nullable String state, @Nullable String lot, long qty) {
        return new StatusRow(id, state, 1000L, lot, qty, 2000L, null);
    }
}
