package io.andon.processors.refresh;

import io.andon.cache.disk.SavedVersion;
import io.andon.cache.schema.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a table's saved versions without asking the disk.
 *
 * @param kept the versions that stand, newest last
 * @param aside files put aside and not deleted yet
 * @param lastSave how long the last save took that succeeded
 * @param freeBytes as of the last attempt to save
 */
public record DiskState(
        TableName table,
        List<SavedVersion> kept,
        int aside,
        Optional<Duration> lastSave,
        OptionalLong freeBytes) {
    public DiskState {
        kept = List.copyOf(kept);
    }

    public @Nullable SavedVersion newest() {
        return kept.isEmpty() ? null : kept.getLast();
    }
}
