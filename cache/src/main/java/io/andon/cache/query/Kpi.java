package io.andon.cache.query;

import io.andon.cache.plant.E10State;
import java.util.Map;

/** Machines per state; {@code byState} has every state. */
public record Kpi(
        long machines,
        Map<E10State, Long> byState,
        long run,
        long down,
        long idle,
        long engineering,
        LiveMetrics metrics) {}
