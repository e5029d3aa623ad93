package io.andon.cache.index;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What every index says of itself.
 *
 * @param name kind and column, such as {@code bitmap:workcenter}; unique within a version
 * @param version the version of the table that it was built from
 */
public record Built(String name, long version, Duration buildTime) {
    /** An index under construction. */
    record Watch(String name, long version, LongSupplier nanoClock, long startedNanos) {
        static Watch start(String name, long version, LongSupplier nanoClock) {
            return new Watch(name, version, nanoClock, nanoClock.getAsLong());
        }

        Built stop() {
            return new Built(name, version, Duration.ofNanos(nanoClock.getAsLong() - startedNanos));
        }
    }
}
