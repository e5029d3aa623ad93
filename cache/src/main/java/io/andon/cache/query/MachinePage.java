package io.andon.cache.query;

/** One page of machines, as numbers of the view that was asked; {@code page} counts from 1. */
@SuppressWarnings("ArrayRecordComponent") // machine numbers, handed over and never compared
public record MachinePage(int[] machines, int page, int pageSize, long total, long totalPages) {}
