package io.andon.cache.query;

/** The lots of one age bucket. */
public record AgeCount(AgeBucket bucket, long lots, long qty) {}
