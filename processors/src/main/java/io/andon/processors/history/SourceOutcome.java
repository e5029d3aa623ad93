package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.processors.ExchangeKey;

/** What became of a question. */
public sealed interface SourceOutcome {
    ExchangeKey<SourceOutcome> OUTCOME =
            new ExchangeKey<>("andon.source.outcome", SourceOutcome.class);

    /** An answer, read now or before; {@code stale} when it is older than it should be. */
    record Answered(KeptAnswer answer, boolean stale) implements SourceOutcome {}

    /** No answer, and none kept. */
    record Failed(DegradedCode code, Throwable cause) implements SourceOutcome {}
}
