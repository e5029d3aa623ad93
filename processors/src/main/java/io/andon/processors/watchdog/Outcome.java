package io.andon.processors.watchdog;

import java.time.Instant;
import java.util.Optional;

/** What became of an act. */
public sealed interface Outcome {
    /** It was done. */
    record Applied() implements Outcome {}

    /**
     * It certainly was not done: rejected, deferred, rolled back, or never received.
     *
     * @param nextAllowedAt when it may be asked again, if that was said
     */
    record Refused(String detail, Optional<Instant> nextAllowedAt) implements Outcome {}

    /** Nobody knows: it was sent, and no answer came. */
    record Unknown(String detail) implements Outcome {}
}
