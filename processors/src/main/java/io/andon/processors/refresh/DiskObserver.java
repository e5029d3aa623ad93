package io.andon.processors.refresh;

import io.andon.cache.schema.TableName;
import java.time.Duration;

/** Told what becomes of saved versions. Threads: any; must return at once. */
public interface DiskObserver {
    /**
     * A save that began has ended.
     *
     * @param outcome {@code saved} or {@code failed}
     */
    void saved(TableName table, String outcome, Duration took);

    /**
     * A start looked at one saved version.
     *
     * @param outcome {@code restored}, or why the file was refused, in lower case
     */
    void restored(TableName table, String outcome);
}
