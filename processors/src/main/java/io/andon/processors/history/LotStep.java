package io.andon.processors.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a lot: a spec, on a machine when it has one.
 *
 * @param trackOuts in how many parts the lot left the machine; 0 for a stay without track-in
 */
public record LotStep(
        String spec,
        @Nullable String station,
        @Nullable String equipment,
        @Nullable Instant movedInAt,
        @Nullable Instant trackedInAt,
        @Nullable Instant trackedOutAt,
        @Nullable Instant movedOutAt,
        @Nullable Long qtyIn,
        @Nullable Long qtyOut,
        int trackOuts) {}
