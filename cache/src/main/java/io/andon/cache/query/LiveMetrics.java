package io.andon.cache.query;

/** The metrics of machine counts, each 0 to 1 and unrounded; 0 when the denominator is 0. */
public record LiveMetrics(double availabilityLive, double runShare, double utilizationLive) {}
