package io.andon.processors.history;

import io.andon.processors.ExchangeKey;
import java.time.LocalDate;

/** The shift days of a trend: so many from the first on. */
public record TrendSpan(LocalDate from, int days) {
    public static final ExchangeKey<TrendSpan> SPAN =
            new ExchangeKey<>("andon.source.span", TrendSpan.class);

    public LocalDate last() {
        return from.plusDays(days - 1L);
    }
}
