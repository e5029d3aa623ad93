package io.andon.processors.refresh;

import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans of tables and moments of a clock that only a test moves. */
final class Tables {
    private static final Instant BEGIN = Instant.parse("2026-11-23T06:00:00Z");

    private Tables() {}

    static TablePlan every(String table, double seconds) {
        Duration period = Duration.ofMillis((long) (seconds * 1000));
        return new TablePlan(
                new TableName(table),
                "",
                Optional.empty(),
                period,
                Duration.ofSeconds(60),
                period.multipliedBy(3),
                Duration.ofHours(4),
                Optional.empty(),
                true,
                List.of(),
                GateLimits.DEFAULT);
    }

    static Moment at(double seconds) {
        long nanos = Math.round(seconds * 1e3) * 1_000_000;
        return new Moment(BEGIN.plusNanos(nanos), nanos);
    }
}
