package io.andon.cache.index;

import java.time.Duration;

/**
 * An index of exactly one version of a table, published with it by one reference. Its buckets
 * together hold every row once. Threads: immutable.
 */
public sealed interface DerivedIndex
        permits BitmapIndex, Cube, GroupIndex, OrderIndex, PrimaryKeyIndex {
    /** Which index this is, of which version, and how long it took. */
    Built built();

    default String name() {
        return built().name();
    }

    default long version() {
        return built().version();
    }

    default Duration buildTime() {
        return built().buildTime();
    }

    /** Heap bytes beyond the snapshot's own. */
    long bytes();
}
