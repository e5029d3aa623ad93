package io.andon.processors.refresh;

import io.andon.cache.schema.TableName;
import java.time.Duration;

/** Runs a table's refresh outside its schedule, on a thread of its own. Must return at once. */
@FunctionalInterface
public interface Launcher {
    void launch(TableName table, Duration delay);
}
