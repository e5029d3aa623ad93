package io.andon.processors.history;

/** The typed rows of an answer from the source. */
public sealed interface SourceRows permits LotTrace, StateHours {
    /** What the answer weighs in the cache, in rows. */
    int weight();
}
