package io.andon.processors.watchdog;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.health.Health;
import java.util.Set;

/** What one look at Andon found. */
public sealed interface Observation {
    /**
     * It answered.
     *
     * @param process tells this process from the one before and after it; empty when not told
     * @param live whether its loops turn
     * @param codes the codes of its reasons, as far as this Andon knows them
     * @param action what it recommends
     * @param restartHelps whether it says so
     * @param maintenance whether a person works on it
     */
    record Answered(
            String process,
            boolean live,
            Health.State state,
            Set<DegradedCode> codes,
            Action action,
            boolean restartHelps,
            boolean maintenance)
            implements Observation {
        public Answered {
            codes = Set.copyOf(codes);
        }
    }

    /** It did not answer. */
    record Absent(Absence how) implements Observation {}

    /** How an answer can be missing. */
    enum Absence {
        /** Nobody listens: there is no process, or not yet. */
        REFUSED,
        /** Somebody listens and says nothing in time: the process hangs. */
        SILENT,
        /** Something else answers there. */
        FOREIGN
    }
}
