package io.andon.processors.watchdog;

import java.time.Duration;

/**
 * The settings {@code andon.watchdog.*}, checked together when they are read.
 *
 * @param pollTimeout of one question; a look asks up to three
 * @param patience how long a trouble must stand
 * @param startGrace how long a start may take
 * @param cooldown between acts, doubled with each until the process was stable
 * @param restartsMax in any {@code restartsWindow}
 * @param startsMax from whatever cause, in {@code startsWindow}
 * @param stableFor what forgives
 * @param refusalsMax in a row
 * @param pageEvery how often the same is said again
 */
public record Limits(
        Duration pollInterval,
        Duration pollTimeout,
        Duration patience,
        Duration startGrace,
        Duration cooldown,
        Duration cooldownMax,
        int restartsMax,
        Duration restartsWindow,
        int startsMax,
        Duration startsWindow,
        Duration stableFor,
        int refusalsMax,
        Duration pageEvery) {
    private static final int LOOKS_MISSED = 3;

    /** Looks further apart than this say nothing of the time between them. */
    Duration gap() {
        return pollInterval.plus(pollTimeout).multipliedBy(LOOKS_MISSED);
    }
}
