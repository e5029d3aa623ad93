package io.andon.cache.plant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plant's non-quality hold reasons, matched exactly; every other reason, or none, is quality.
 */
public record HoldTypes(Set<String> nonQuality) {
    public HoldTypes {
        nonQuality = Set.copyOf(nonQuality);
    }

    public HoldType of(@Nullable String reason) {
        return reason != null && nonQuality.contains(reason)
                ? HoldType.NON_QUALITY
                : HoldType.QUALITY;
    }
}
