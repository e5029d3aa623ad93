package io.andon.cache.query;

import io.andon.cache.plant.HoldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Held lots by reason: most lots first, then most pieces, then by name, null last. */
public record HoldPareto(List<HoldReason> reasons, Count total) {
    /** {@code cumulativeShare} is of lots, 0 to 1, this reason and all before it. */
    public record HoldReason(
            @Nullable String reason,
            HoldType holdType,
            long lots,
            long qty,
            double cumulativeShare) {}
}
