package io.andon.cache.query;

import org.jspecify.annotations.Nullable;

/** A value that a filter may take, and how many rows have it. */
public record Option(@Nullable String value, long count) {}
