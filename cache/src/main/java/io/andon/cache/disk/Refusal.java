package io.andon.cache.disk;

/** Why a file was not taken for a version of the table. */
public enum Refusal {
    /** Cut short, altered, or not fit to be a table. */
    CORRUPT,
    /** Not a snapshot, or one of another plant or table. */
    FOREIGN,
    /** Written by a newer Andon. */
    NEWER,
    /** Whole, but of another query, zone or canon than the plant has now. */
    OUTDATED,
    /** The file itself could not be read. */
    UNREADABLE;

    /** Whether the file is worth nothing to a later start, so that it is put aside. */
    boolean putAside() {
        return this == CORRUPT || this == FOREIGN || this == NEWER;
    }
}
