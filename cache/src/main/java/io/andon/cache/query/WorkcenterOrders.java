package io.andon.cache.query;

import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.plant.Plant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order of every workcenter of a version: the lowest that any of its rows gives, filtered or
 * not, so that a filter never reorders. A workcenter without one comes last; ties by name.
 */
final class WorkcenterOrders {
    private static final long NONE = Long.MAX_VALUE;

    private final long[] orders;
    private final int[] nameRanks;

    private WorkcenterOrders(long[] orders, int[] nameRanks) {
        this.orders = orders;
        this.nameRanks = nameRanks;
    }

    static WorkcenterOrders over(DictionaryColumn workcenters, Optional<Column> orderColumn) {
        var orders = new long[workcenters.dictionary().size() + 1];
        Arrays.fill(orders, NONE);
        if (orderColumn.orElse(null) instanceof LongColumn given)
            for (int row = 0; row < given.rowCount(); row++)
                if (!given.isNull(row)) {
                    int code = workcenters.code(row);
                    orders[code] = Math.min(orders[code], given.at(row));
                }
        return new WorkcenterOrders(orders, Names.ranks(workcenters.dictionary()));
    }

    /** As {@link #over}; a workcenter without an order takes its place in the plant's list. */
    static WorkcenterOrders listed(
            DictionaryColumn workcenters, Optional<Column> orderColumn, Plant plant) {
        WorkcenterOrders given = over(workcenters, orderColumn);
        for (int code = 0; code < workcenters.dictionary().size(); code++)
            if (given.orders[code] == NONE)
                given.orders[code] =
                        plant.orderOf(workcenters.dictionary().value(code)).stream()
                                .mapToLong(place -> place)
                                .findFirst()
                                .orElse(NONE);
        return given;
    }

    @Nullable Long of(int code) {
        return orders[code] == NONE ? null : orders[code];
    }

    Comparator<Integer> comparator() {
        return Comparator.comparingLong((Integer code) -> orders[code])
                .thenComparingInt(code -> nameRanks[code]);
    }
}
