package io.andon.processors.compose;

import io.andon.cache.DegradedCode;
import io.andon.cache.store.Degradation;
import io.andon.processors.ExchangeKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What an operation answers with: data and what is true of it, or a coded problem. */
public sealed interface Answer {
    ExchangeKey<Answer> ANSWER = new ExchangeKey<>("andon.answer", Answer.class);

    /**
     * Data with the truth about it.
     *
     * @param ageSeconds whole seconds since the oldest version was confirmed; empty without a table
     */
    record Data(JsonBody data, Meta meta, OptionalLong ageSeconds) implements Answer {}

    /** A body that is not wrapped in data and meta: health, status, the API's own description. */
    record Bare(int httpStatus, String contentType, JsonBody body) implements Answer {}

    /** Text that is not JSON. */
    record Text(String contentType, String text) implements Answer {}

    /**
     * A coded failure.
     *
     * @param detail one sentence for people that names nothing internal
     */
    record Problem(DegradedCode code, String detail, OptionalInt retryAfterSeconds)
            implements Answer {}

    /** Facts that stay true while the answer is cached. */
    record Meta(
            SortedMap<String, Long> versions,
            Optional<Instant> asOf,
            boolean stale,
            List<Degradation> degraded) {}
}
