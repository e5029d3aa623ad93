package io.andon.cache.disk;

import java.util.List;
import java.util.Optional;

/**
 * What a start found of a table.
 *
 * @param newest the newest version that is whole and was completed
 * @param highestVersion the highest version that a file of the table names, served or not; 0
 *     without one
 * @param refused the files that could not be served, newest first
 */
public record Restored<T>(
        Optional<Found<T>> newest, long highestVersion, List<RefusedFile> refused) {
    public Restored {
        refused = List.copyOf(refused);
    }

    /** A completed version and what its file says of it. */
    public record Found<T>(T version, SavedVersion saved) {}

    /** A file that was not taken, and why; the detail is for the log alone. */
    public record RefusedFile(String file, Refusal why, String detail) {}
}
