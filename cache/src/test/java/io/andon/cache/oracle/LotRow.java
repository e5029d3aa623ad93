package io.andon.cache.oracle;

import org.jspecify.annotations.Nullable;

/** One lot as a source tells it. */
public record LotRow(
        @Nullable String lotId,
        @Nullable String workorder,
        @Nullable Long qty,
        @Nullable String workcenter,
        @Nullable Long workcenterOrder,
        @Nullable String pkg,
        @Nullable String product,
        @Nullable Long equipmentCount,
        @Nullable Long holdCount,
        @Nullable String holdReason,
        @Nullable Long movedInAt,
        @Nullable Double ageDays,
        @Nullable String customer,
        @Nullable Boolean hot) {

    /** A lot of which little matters. */
    public static LotRow of(String id, String workcenter, String pkg, long qty) {
        return new LotRow(
                id,
                null,
                qty,
                workcenter,
                null,
                pkg,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public LotRow with(long equipment, long holds, @Nullable String reason) {
        return new LotRow(
                lotId,
                workorder,
                qty,
                workcenter,
                workcenterOrder,
                pkg,
                product,
                equipment,
                holds,
                reason,
                movedInAt,
                ageDays,
                customer,
                hot);
    }

    public LotRow aged(@Nullable Double days) {
        return new LotRow(
                lotId,
                workorder,
                qty,
                workcenter,
                workcenterOrder,
                pkg,
                product,
                equipmentCount,
                holdCount,
                holdReason,
                movedInAt,
                days,
                customer,
                hot);
    }
}
