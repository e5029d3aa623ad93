package io.andon.processors.refresh;

import io.andon.cache.schema.TableName;
import java.time.Duration;

/** Asks for a table's refresh after a delay, on a thread of its own. Must return at once. */
@FunctionalInterface
public interface Launcher {
    void launch(TableName table, Duration delay);
}
