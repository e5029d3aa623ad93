package io.andon.routes.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every {@code andon.*} key: its default, how it is read, what it must satisfy. */
public enum SettingKey {
    HTTP_HOST("andon.http.host", "127.0.0.1", Settings::text),
    HTTP_PORT("andon.http.port", "8080", text -> Settings.whole(text, 1, 65_535)),
    HTTP_IN_FLIGHT_MAX("andon.http.in-flight-max", "256", text -> Settings.whole(text, 1, 100_000)),
    PLANT("andon.plant", "demo", Settings::text),
    DB_URL("andon.db.url", null, Settings::jdbcUrl),
    DB_USER("andon.db.user", null, Settings::text),
    DB_PASSWORD("andon.db.password", null, text -> text),
    DB_POOL_MAX_SIZE("andon.db.pool.max-size", "10", text -> Settings.whole(text, 1, 100)),
    DB_POOL_MIN_IDLE("andon.db.pool.min-idle", "2", text -> Settings.whole(text, 0, 100)),
    DB_POOL_ACQUIRE_TIMEOUT("andon.db.pool.acquire-timeout", "2s", Settings::atLeast250ms),
    DB_POOL_MAX_LIFETIME("andon.db.pool.max-lifetime", "30m", Settings::atLeast30s),
    DB_POOL_KEEPALIVE("andon.db.pool.keepalive", "2m", Settings::atLeast30s),
    DB_POOL_LEAK_AFTER("andon.db.pool.leak-after", "30s", Settings::atLeast1s),
    DB_POOL_LOGIN_PAUSE("andon.db.pool.login-pause", "30s", Settings::atLeast1s),
    DB_CONNECT_TIMEOUT("andon.db.connect-timeout", "3s", Settings::positive),
    DB_QUERY_TIMEOUT("andon.db.query-timeout", "10s", Settings::positive),
    DB_LOCK_TIMEOUT("andon.db.lock-timeout", "3s", Settings::positive),
    DB_SOCKET_TIMEOUT("andon.db.socket-timeout", "10s", Settings::positive),
    REFRESH_PARALLEL("andon.refresh.parallel", "2", text -> Settings.whole(text, 1, 16)),
    BREAKER_WINDOW("andon.breaker.window", "10", text -> Settings.whole(text, 1, 1_000)),
    BREAKER_MINIMUM_CALLS(
            "andon.breaker.minimum-calls", "5", text -> Settings.whole(text, 1, 1_000)),
    BREAKER_FAILURE_RATE("andon.breaker.failure-rate", "50%", Settings::positiveShare),
    BREAKER_OPEN_FOR("andon.breaker.open-for", "30s", Settings::atLeast1s),
    BREAKER_HALF_OPEN_CALLS(
            "andon.breaker.half-open-calls", "2", text -> Settings.whole(text, 1, 100)),
    BREAKER_CONCURRENT_CALLS(
            "andon.breaker.concurrent-calls", "6", text -> Settings.whole(text, 1, 100)),
    HISTORY_LOT_ROWS_MAX(
            "andon.history.lot-rows-max", "2000", text -> Settings.whole(text, 1, 100_000)),
    HISTORY_TREND_ROWS_MAX(
            "andon.history.trend-rows-max", "50000", text -> Settings.whole(text, 1, 1_000_000)),
    HISTORY_FRESH_FOR("andon.history.fresh-for", "15s", Settings::positive),
    HISTORY_KEEP_FOR("andon.history.keep-for", "4h", Settings::positive),
    HISTORY_KEPT_ROWS_MAX(
            "andon.history.kept-rows-max", "200000", text -> Settings.whole(text, 1, 10_000_000)),
    MEMORY_BUDGET("andon.memory.budget", "70%", Settings::partOfTheHeap),
    LOG_FORMAT("andon.log.format", "text", text -> Settings.oneOf(text, "text", "json")),
    LOG_KEPT("andon.log.kept", "500", text -> Settings.whole(text, 1, 100_000)),
    LOG_REPEATS_MAX("andon.log.repeats-max", "20", text -> Settings.whole(text, 1, 100_000)),
    SUPERVISED("andon.supervised", "auto", text -> Settings.oneOf(text, "auto", "true", "false")),
    RESTART_COOLDOWN("andon.restart.cooldown", "1m", Settings::atLeast1s),
    RESTART_WINDOW("andon.restart.window", "1h", Settings::atLeast1s),
    RESTART_MAX("andon.restart.max", "5", text -> Settings.whole(text, 0, 100)),
    DATA_DIR("andon.data-dir", null, Settings::directory),
    AUDIT_KEPT("andon.audit.kept", "500", text -> Settings.whole(text, 1, 100_000)),
    AUDIT_FILE_MAX("andon.audit.file-max", "5m", Settings::fileSize),
    MAINTENANCE_LONGEST("andon.maintenance.longest", "24h", Settings::atLeast1s),
    RESTORE_WAIT("andon.restore-wait", "10s", Settings::positive),
    ADMIN_TOKEN_FILE("andon.admin.token-file", null, Settings::directory),
    WATCHDOG_POLL_INTERVAL("andon.watchdog.poll-interval", "5s", Settings::atLeast250ms),
    WATCHDOG_POLL_TIMEOUT("andon.watchdog.poll-timeout", "3s", Settings::atLeast250ms),
    WATCHDOG_PATIENCE("andon.watchdog.patience", "30s", Settings::atLeast1s),
    WATCHDOG_START_GRACE("andon.watchdog.start-grace", "2m", Settings::atLeast1s),
    WATCHDOG_COOLDOWN("andon.watchdog.cooldown", "5m", Settings::atLeast1s),
    WATCHDOG_COOLDOWN_MAX("andon.watchdog.cooldown-max", "1h", Settings::atLeast1s),
    WATCHDOG_RESTARTS_MAX("andon.watchdog.restarts-max", "3", text -> Settings.whole(text, 0, 9)),
    WATCHDOG_RESTARTS_WINDOW("andon.watchdog.restarts-window", "1h", Settings::atLeast10m),
    WATCHDOG_STARTS_MAX("andon.watchdog.starts-max", "5", text -> Settings.whole(text, 2, 9)),
    WATCHDOG_STARTS_WINDOW("andon.watchdog.starts-window", "10m", Settings::atLeast10m),
    WATCHDOG_STABLE_FOR("andon.watchdog.stable-for", "15m", Settings::atLeast1s),
    WATCHDOG_REFUSALS_MAX("andon.watchdog.refusals-max", "5", text -> Settings.whole(text, 1, 100)),
    WATCHDOG_PAGE_EVERY("andon.watchdog.page-every", "4h", Settings::atLeast30s),
    DEMO_LOTS("andon.demo.lots", "20000", text -> Settings.whole(text, 1, 5_000_000)),
    DEMO_SEED("andon.demo.seed", "1", Settings::anyLong);

    private final String key;
    private final Optional<String> fallback;

    @SuppressWarnings("ImmutableEnumChecker") // every parser here is a stateless method
    private final Function<String, ?> parse;

    SettingKey(String key, @Nullable String fallback, Function<String, ?> parse) {
        this.key = key;
        this.fallback = Optional.ofNullable(fallback);
        this.parse = parse;
    }

    public String key() {
        return key;
    }

    Optional<String> fallback() {
        return fallback;
    }

    Object parse(String text) {
        return parse.apply(text);
    }

    /** The environment's name of the key: {@code ANDON_DB_POOL_MAX_LIFETIME}. */
    String variable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether the value must never be shown. */
    boolean secret() {
        return this == DB_PASSWORD;
    }

    static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(candidate -> candidate.key.equals(key)).findAny();
    }

    static final Duration LONGEST = Duration.ofHours(24);
}
