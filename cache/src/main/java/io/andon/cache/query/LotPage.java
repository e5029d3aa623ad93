package io.andon.cache.query;

/** One page of lots, as rows of the version that was asked; {@code page} counts from 1. */
@SuppressWarnings("ArrayRecordComponent") // row numbers, handed over and never compared
public record LotPage(int[] rows, int page, int pageSize, long total, long totalPages) {}
