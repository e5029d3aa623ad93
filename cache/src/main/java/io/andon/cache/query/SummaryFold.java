package io.andon.cache.query;

import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up lots by status and hold type. */
final class SummaryFold {
    private final CodeTotals byStatus = new CodeTotals(LotStatus.values().length);
    private final CodeTotals byType = new CodeTotals(HoldType.values().length);

    void add(LotStatus status, @Nullable HoldType type, long lots, long qty) {
        byStatus.add(status.code(), lots, qty);
        if (type != null) byType.add(type.code(), lots, qty);
    }

    Summary toSummary() {
        Map<LotStatus, Count> statuses = new EnumMap<>(LotStatus.class);
        Map<HoldType, Count> types = new EnumMap<>(HoldType.class);
        Count total = Count.NONE;
        for (LotStatus status : LotStatus.values()) {
            statuses.put(status, byStatus.count(status.code()));
            total = total.plus(byStatus.count(status.code()));
        }
        for (HoldType type : HoldType.values()) types.put(type, byType.count(type.code()));
        return new Summary(
                total.lots(),
                total.qty(),
                Collections.unmodifiableMap(statuses),
                Collections.unmodifiableMap(types));
    }
}
