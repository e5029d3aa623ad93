package io.andon.processors.health;

import io.andon.cache.store.Degradation;
import java.util.List;

/** What is judged beside the tables. */
public interface Vitals {
    /** Whether every event loop and the heartbeat have ticked of late. */
    boolean beats();

    /** Whether a pool will not get its connections back by itself. */
    boolean poolStuck();

    /** What is less than well. */
    List<Degradation> reasons();
}
