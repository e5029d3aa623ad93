package io.andon.cache.query;

import io.andon.cache.column.BooleanColumn;
import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.util.Optional;
import java.util.function.Function;

/** Compares rows by a sort's columns in turn: nulls last in both directions, ties by key. */
final class RowOrder {
    private RowOrder() {}

    /**
     * @param columns gives a column by name
     * @param key the column that breaks ties
     * @throws IllegalArgumentException if there is no column of a name
     */
    static IntComparator of(Sort sort, Function<String, Optional<Column>> columns, Column key) {
        IntComparator order = (_, _) -> 0;
        for (Sort.Key by : sort.keys()) {
            Column column =
                    columns.apply(by.column())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no column '" + by.column() + "'"));
            order = then(order, nullsLast(column, by.descending()));
        }
        return then(order, nullsLast(key, false));
    }

    private static IntComparator then(IntComparator first, IntComparator second) {
        return (row, other) -> {
            int by = first.compare(row, other);
            return by != 0 ? by : second.compare(row, other);
        };
    }

    private static IntComparator nullsLast(Column column, boolean descending) {
        IntComparator values = values(column);
        return (row, other) -> {
            boolean none = column.isNull(row);
            boolean otherNone = column.isNull(other);
            if (none || otherNone) return Boolean.compare(none, otherNone);
            return descending ? values.compare(other, row) : values.compare(row, other);
        };
    }

    private static IntComparator values(Column column) {
        return switch (column) {
            case LongColumn whole -> (a, b) -> Long.compare(whole.at(a), whole.at(b));
            case TimeColumn times -> (a, b) -> Long.compare(times.at(a), times.at(b));
            case DoubleColumn real -> (a, b) -> Double.compare(real.at(a), real.at(b));
            case BooleanColumn flags -> (a, b) -> Boolean.compare(flags.at(a), flags.at(b));
            case BytesColumn bytes -> bytes::compare;
            case DictionaryColumn coded -> {
                int[] ranks = Names.ranks(coded.dictionary());
                yield (a, b) -> Integer.compare(ranks[coded.code(a)], ranks[coded.code(b)]);
            }
        };
    }
}
