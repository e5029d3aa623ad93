package io.andon.cache.plant;

/**
 * When a read looks too wrong to publish.
 *
 * @param quarantinedMax the largest fraction of quarantined rows, 0 to 1
 * @param dropMax the largest fraction of rows that may vanish between two versions, 0 to 1
 * @param jumpMax the largest factor by which the rows may grow between two versions
 */
public record GateLimits(double quarantinedMax, double dropMax, double jumpMax) {
    public static final GateLimits DEFAULT = new GateLimits(0.001, 0.5, 10.0);
}
