package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * One column of one version: a value or null for each row.
 *
 * <p>Threads: immutable. Errors: a row outside {@code [0, rowCount())} is an {@link
 * IndexOutOfBoundsException} or an unspecified value, never another column's.
 */
public sealed interface Column
        permits BooleanColumn, DoubleColumn, LongColumn, TextColumn, TimeColumn {
    ColumnType type();

    int rowCount();

    boolean isNull(int row);

    /** Heap bytes held, dictionaries included. */
    long bytes();

    /** The value as JSON and filters spell it: decimal, ISO 8601 UTC, {@code true}; or null. */
    @Nullable String text(int row);

    /** A column of the given rows of this one, in that order. */
    Column take(int[] rows);

    /** Equal for equal values, so for rows of which {@link #same} holds. */
    int hash(int row);

    /** Whether two rows hold exactly the same value; null equals null. */
    boolean same(int row, int other);
}
