package io.andon.processors.health;

import io.andon.cache.Action;
import io.andon.cache.store.Degradation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the runtime is, why, and what helps. */
public record Health(
        State state,
        Instant since,
        List<Degradation> reasons,
        Action recommendedAction,
        boolean restartHelps,
        Optional<Instant> nextAttemptAt) {

    /** STARTING, DRAINING and DOWN answer 503; UP and DEGRADED 200. */
    public enum State {
        STARTING,
        UP,
        DEGRADED,
        DRAINING,
        DOWN;

        public boolean serves() {
            return this == UP || this == DEGRADED;
        }
    }
}
