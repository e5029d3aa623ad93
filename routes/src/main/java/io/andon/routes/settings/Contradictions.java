package io.andon.routes.settings;

import java.time.Duration;
import java.util.Map;

/**
 * Settings that cannot hold together, each with its reason. A setting that is wrong by itself is
 * left out: it has its own complaint.
 */
final class Contradictions {
    private final Map<SettingKey, Object> values;
    private final Problems problems;

    Contradictions(Map<SettingKey, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void find() {
        atMost(
                SettingKey.DB_POOL_MIN_IDLE,
                SettingKey.DB_POOL_MAX_SIZE,
                "no more connections can be idle than there are");
        shorter(
                SettingKey.DB_POOL_KEEPALIVE,
                SettingKey.DB_POOL_MAX_LIFETIME,
                "a connection would be closed before it is ever kept warm");
        shorter(
                SettingKey.DB_LOCK_TIMEOUT,
                SettingKey.DB_QUERY_TIMEOUT,
                "the statement would end before its wait for a lock does");
        notLonger(
                SettingKey.DB_QUERY_TIMEOUT,
                SettingKey.DB_SOCKET_TIMEOUT,
                "a statement that may still run would be cut off for its silence");
        notLonger(
                SettingKey.DB_POOL_ACQUIRE_TIMEOUT,
                SettingKey.DB_QUERY_TIMEOUT,
                "a question would wait longer for a connection than it may then run");
        shorter(
                SettingKey.DB_QUERY_TIMEOUT,
                SettingKey.DB_POOL_LEAK_AFTER,
                "a statement that may still run would lose its connection");
        atMost(
                SettingKey.BREAKER_MINIMUM_CALLS,
                SettingKey.BREAKER_WINDOW,
                "the window never holds as many calls, so the breaker would never open");
        atMost(
                SettingKey.BREAKER_HALF_OPEN_CALLS,
                SettingKey.DB_POOL_MAX_SIZE,
                "the trial calls would find the pool full and not learn how the database is");
        atMost(
                SettingKey.BREAKER_CONCURRENT_CALLS,
                SettingKey.DB_POOL_MAX_SIZE,
                "questions would wait for a connection instead of being refused at once");
        shorter(
                SettingKey.HISTORY_FRESH_FOR,
                SettingKey.HISTORY_KEEP_FOR,
                "an answer would be gone before it could stand in for one that fails");
        watchdog();
    }

    private void watchdog() {
        notLonger(
                SettingKey.WATCHDOG_POLL_TIMEOUT,
                SettingKey.WATCHDOG_POLL_INTERVAL,
                "a look would be due before the one before it is over");
        shorter(
                SettingKey.WATCHDOG_POLL_INTERVAL,
                SettingKey.WATCHDOG_PATIENCE,
                "a single look would decide");
        notLonger(
                SettingKey.WATCHDOG_COOLDOWN,
                SettingKey.WATCHDOG_COOLDOWN_MAX,
                "it is the first of the pauses that are doubled up to there");
        notLonger(
                SettingKey.WATCHDOG_START_GRACE,
                SettingKey.WATCHDOG_COOLDOWN,
                "a start could not show that it helped before the next is allowed");
        notLonger(
                SettingKey.WATCHDOG_COOLDOWN,
                SettingKey.WATCHDOG_STABLE_FOR,
                "an act would be forgiven before the next is allowed");
        notLonger(
                SettingKey.WATCHDOG_STARTS_WINDOW,
                SettingKey.WATCHDOG_STABLE_FOR,
                "starts would be forgiven while they still count");
        atMost(
                SettingKey.WATCHDOG_RESTARTS_MAX,
                SettingKey.WATCHDOG_STARTS_MAX,
                "the watchdog would take its own restarts for churn");
    }

    private void shorter(SettingKey less, SettingKey more, String reason) {
        if (values.get(less) instanceof Duration small
                && values.get(more) instanceof Duration large) {
            problems.require(
                    small.compareTo(large) < 0,
                    "%s must be shorter than %s: %s".formatted(less.key(), more.key(), reason));
        }
    }

    private void notLonger(SettingKey less, SettingKey more, String reason) {
        if (values.get(less) instanceof Duration small
                && values.get(more) instanceof Duration large) {
            problems.require(
                    small.compareTo(large) <= 0,
                    "%s must not be longer than %s: %s".formatted(less.key(), more.key(), reason));
        }
    }

    private void atMost(SettingKey less, SettingKey more, String reason) {
        if (values.get(less) instanceof Integer small
                && values.get(more) instanceof Integer large) {
            problems.require(
                    small <= large,
                    "%s must be at most %s: %s".formatted(less.key(), more.key(), reason));
        }
    }
}
