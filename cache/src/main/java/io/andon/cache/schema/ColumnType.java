package io.andon.cache.schema;

/** How a column's values are held: times are epoch milliseconds, numbers 64-bit. */
public enum ColumnType {
    TEXT,
    LONG,
    DOUBLE,
    TIME,
    BOOLEAN
}
