package io.andon.cache.query;

import io.andon.cache.plant.E10State;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The machines of one family in one workcenter; {@code byState} has every state. */
public record MachineMatrixRow(
        @Nullable String workcenter,
        @Nullable String family,
        long total,
        Map<E10State, Long> byState) {}
