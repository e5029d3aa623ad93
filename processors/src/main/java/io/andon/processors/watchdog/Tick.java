package io.andon.processors.watchdog;

import java.time.Duration;
import java.time.Instant;

/**
 * One reading of the machine's clocks. The wall's is to show and may step; what is counted is
 * counted by the other.
 *
 * @param boot names the start of the machine from which {@code up} counts
 * @param up since then; never steps
 */
public record Tick(Instant utc, String boot, Duration up) {}
