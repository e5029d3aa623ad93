package io.andon.cache.oracle;

import org.jspecify.annotations.Nullable;

/** One machine of the master. */
public record MachineRow(
        @Nullable String resourceId,
        @Nullable String name,
        @Nullable String workcenter,
        @Nullable Long workcenterOrder,
        @Nullable String family,
        @Nullable String category,
        @Nullable String location,
        @Nullable String vendor) {
    public static MachineRow of(String id, String workcenter) {
        return new MachineRow(id, "M " + id, workcenter, null, null, null, null, null);
    }
}
