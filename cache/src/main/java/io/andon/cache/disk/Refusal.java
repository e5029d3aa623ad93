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
    /** Whole, but larger than this process may hold. */
    TOO_LARGE,
    /** The file itself could not be read. */
    UNREADABLE;

    /** Whether something is wrong with the disk, and not with what is asked of it. */
    public boolean isDamage() {
        return this != OUTDATED && this != TOO_LARGE;
    }

    /** Whether the file is worth nothing to a later start, so that it is put aside. */
    boolean putAside() {
        return this == CORRUPT || this == FOREIGN || this == NEWER;
    }
}
