package io.andon.cache.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A lot on a machine, as the live status tells it.
 *
 * @param lotRow its row in the view's lots, if it stands there
 */
public record MachineLot(
        String lotId,
        @Nullable Long qty,
        @Nullable Instant trackedInAt,
        @Nullable String trackedInBy,
        OptionalInt lotRow) {
    static final Comparator<MachineLot> LATEST_FIRST =
            Comparator.comparingLong(MachineLot::millis)
                    .reversed()
                    .thenComparing(MachineLot::lotId);

    private long millis() {
        return trackedInAt == null ? Long.MIN_VALUE : trackedInAt.toEpochMilli();
    }
}
