package io.andon.cache.query;

import io.andon.cache.plant.E10State;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One workcenter at a glance.
 *
 * @param lots null, as {@code qty} and {@code holdLots}, while there are no lots to count
 * @param byState machines, every state
 */
public record WorkcenterCard(
        @Nullable String workcenter,
        @Nullable Long order,
        @Nullable Long lots,
        @Nullable Long qty,
        @Nullable Long holdLots,
        long machines,
        Map<E10State, Long> byState,
        double runShare) {}
