package io.andon.cache.plant;

import java.time.Duration;

/**
 * When a read looks too wrong to publish.
 *
 * @param quarantinedMax the largest fraction of quarantined rows, 0 to 1
 * @param dropMax the largest fraction of rows that may vanish between two versions, 0 to 1
 * @param jumpMax the largest factor by which the rows may grow between two versions
 * @param confirmation when a drop or jump is believed because it stays
 */
public record GateLimits(
        double quarantinedMax, double dropMax, double jumpMax, Confirmation confirmation) {
    public static final GateLimits DEFAULT =
            new GateLimits(0.001, 0.5, 10.0, new Confirmation(3, 0.01, Duration.ofMinutes(10)));

    /**
     * Reads that agree with each other confirm a row count. A source that is being reloaded keeps
     * moving, so it agrees with itself only once it is done.
     *
     * @param reads how many must agree
     * @param within the largest difference among them, as a fraction of the largest
     * @param over the time from the first to the last, longer than a usual reload
     */
    public record Confirmation(int reads, double within, Duration over) {}
}
