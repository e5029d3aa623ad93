package io.andon.cache.disk;

import java.time.Instant;

/**
 * A version that stands on disk.
 *
 * @param readAt the start of its read
 * @param verifiedAt when a read or an unchanged probe last confirmed it
 * @param bytes the file's length
 */
public record SavedVersion(
        long version, Instant readAt, Instant verifiedAt, Instant savedAt, long bytes) {
    SavedVersion verified(Instant at) {
        return new SavedVersion(version, readAt, at, savedAt, bytes);
    }
}
