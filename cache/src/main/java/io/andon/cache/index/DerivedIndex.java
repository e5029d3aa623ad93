package io.andon.cache.index;

import java.time.Duration;

/**
 * An index of exactly one version of a table, published with it by one reference. Its buckets
 * together hold every row once. Threads: immutable.
 */
public sealed interface DerivedIndex
        permits BitmapIndex, Cube, GroupIndex, OrderIndex, PrimaryKeyIndex {
    /** Kind and column, such as {@code bitmap:workcenter}; unique within a version. */
    String name();

    /** The version of the table that it was built from. */
    long version();

    Duration buildTime();

    /** Heap bytes beyond the snapshot's own. */
    long bytes();
}
