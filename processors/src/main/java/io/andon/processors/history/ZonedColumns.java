package io.andon.processors.history;

import io.andon.processors.ExchangeKey;
import java.util.Set;

/** The columns of a query, in lower case, whose times carry a zone of their own. */
public record ZonedColumns(Set<String> names) {
    public static final ExchangeKey<ZonedColumns> ZONED =
            new ExchangeKey<>("andon.source.zoned", ZonedColumns.class);

    public ZonedColumns {
        names = Set.copyOf(names);
    }
}
