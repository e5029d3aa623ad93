package io.andon.cache.plant;

import io.andon.cache.schema.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one table is read and when it is too old.
 *
 * @param probe a query for one value that changes when the table does
 * @param filters columns that clients may filter by beyond the house's own, in snake case
 */
public record TablePlan(
        TableName table,
        String sql,
        Optional<String> probe,
        Duration period,
        Duration readDeadline,
        Duration freshFor,
        Duration expireAfter,
        Optional<Duration> sourceLagMax,
        boolean required,
        List<String> filters,
        GateLimits gates) {
    public TablePlan {
        filters = List.copyOf(filters);
    }
}
