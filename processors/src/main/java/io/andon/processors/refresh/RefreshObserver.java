package io.andon.processors.refresh;

import io.andon.cache.schema.TableName;
import java.time.Duration;

/** Told what becomes of refreshes. Threads: any; must return at once. */
public interface RefreshObserver {
    /** A version of the table stands: new, or confirmed by an unchanged probe. */
    void stands(TableName table);

    /**
     * A refresh that began has ended.
     *
     * @param outcome {@code published}, {@code unchanged}, {@code superseded} or the name of a code
     */
    void finished(TableName table, String outcome, Duration took);
}
