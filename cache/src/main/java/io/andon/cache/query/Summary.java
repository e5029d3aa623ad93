package io.andon.cache.query;

import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import java.util.Map;

/** Totals by status and, of the held lots, by hold type. Every key is there. */
public record Summary(
        long lots, long qty, Map<LotStatus, Count> byStatus, Map<HoldType, Count> holdByType) {}
