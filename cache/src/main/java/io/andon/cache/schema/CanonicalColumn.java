package io.andon.cache.schema;

/** A column that the house knows; {@code required} ones must be in the source. */
public record CanonicalColumn(String name, ColumnType type, boolean required) {}
