package io.andon.processors.watchdog;

import io.andon.cache.DegradedCode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is to be done after a look. */
public sealed interface Decision {
    Reason reason();

    /** Nothing, and nothing is awaited. */
    record Rest(Reason reason) implements Decision {}

    /**
     * Nothing yet.
     *
     * @param until by the wall clock, when that is known
     */
    record Wait(Reason reason, Optional<Instant> until) implements Decision {}

    /** Read the configuration again. */
    record Reload(Reason reason) implements Decision {}

    /** Start the process anew. */
    record Restart(Reason reason) implements Decision {}

    /**
     * Call a person.
     *
     * @param codes what Andon gave as its reasons
     */
    record Page(Reason reason, Set<DegradedCode> codes) implements Decision {
        public Page {
            codes = Set.copyOf(codes);
        }
    }
}
