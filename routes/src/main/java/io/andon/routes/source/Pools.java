package io.andon.routes.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the source: one pool for reads of whole tables, one for questions that clients
 * ask, one connection for health. They never share, so a full pool is not mistaken for a dead
 * server and no client can hold up a refresh.
 */
public final class Pools implements AutoCloseable {
    /** The limit of the health connection: below the 5 s between two questions. */
    private static final Duration HEALTH = Duration.ofSeconds(3);

    /** A silent server must not hold up a stop; what is still open then is closed behind it. */
    private static final Duration CLOSE = Duration.ofSeconds(3);

    /** The pools' names, in metrics and at the database. */
    public static final String READER = "reader";

    private static final String QUERY = "query";

    /** Far longer than a statement may take, so that no slow hour looks like a leak. */
    public static final Duration STUCK = Duration.ofMinutes(5);

    static {
        // HikariCP lends a session untried when it was used within half a second. Tables that are
        // read as often would keep a dead one alive; it has no other setting for this.
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
    }

    private final SourcePool reader;
    private final SourcePool query;
    private final SourcePool health;
    private final ScheduledExecutorService reclaiming =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("pool-reclaim").factory());

    private Pools(SourcePool reader, SourcePool query, SourcePool health) {
        this.reader = reader;
        this.query = query;
        this.health = health;
        var _ = reclaiming.scheduleWithFixedDelay(query::reclaim, 1, 1, TimeUnit.SECONDS);
    }

    /** Opens the pools without asking the database: it may be down, or not made yet. */
    public static Pools open(Settings settings, String plant, @Nullable MeterRegistry metrics) {
        var pause =
                new LoginPause(settings.duration(SettingKey.DB_POOL_LOGIN_PAUSE), System::nanoTime);
        var opening = new Opening(settings, plant, metrics, pause);
        return new Pools(opening.reader(), opening.query(), opening.health());
    }

    /** For reads of whole tables: each brings its own deadline. */
    public HikariDataSource reader() {
        return reader;
    }

    /** For questions of clients: the server ends every statement after the query time-out. */
    public HikariDataSource query() {
        return query;
    }

    public HikariDataSource health() {
        return health;
    }

    public List<SourcePool> all() {
        return List.of(reader, query, health);
    }

    /**
     * The names of the pools that are full and will not get a connection back by themselves. To be
     * called every second or so.
     *
     * @param readMax longer than any read of a table takes
     */
    public List<String> stuck(Duration readMax) {
        var stuck = new ArrayList<String>();
        if (reader.stuckFor().compareTo(longer(readMax, STUCK)) >= 0) stuck.add(READER);
        if (query.stuckFor().compareTo(STUCK) >= 0) stuck.add(QUERY);
        return stuck;
    }

    /** Closes all pools at once, and waits for them no longer than a stop may take. */
    @Override
    public void close() {
        reclaiming.shutdownNow();
        List<Thread> closing =
                all().stream().map(pool -> Thread.ofVirtual().start(pool::close)).toList();
        long deadline = System.nanoTime() + CLOSE.toNanos();
        try {
            for (Thread each : closing) {
                each.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException _) { // whoever stops us cannot wait any longer
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** What all the pools of one source have in common. */
    private record Opening(
            Settings settings, String plant, @Nullable MeterRegistry metrics, LoginPause pause) {
        private static final List<SettingKey> COMMON =
                List.of(
                        SettingKey.DB_POOL_ACQUIRE_TIMEOUT,
                        SettingKey.DB_POOL_MAX_LIFETIME,
                        SettingKey.DB_POOL_KEEPALIVE,
                        SettingKey.DB_CONNECT_TIMEOUT,
                        SettingKey.DB_LOCK_TIMEOUT,
                        SettingKey.DB_SOCKET_TIMEOUT);

        SourcePool reader() {
            HikariConfig config = config(READER, settings.whole(SettingKey.REFRESH_PARALLEL), 0);
            var limits = limits(duration(SettingKey.DB_SOCKET_TIMEOUT), Optional.empty());
            return pool(config, limits, Optional.empty(), List.of(SettingKey.REFRESH_PARALLEL));
        }

        /**
         * The socket listens a second longer than a statement may run: the server ends it first.
         */
        SourcePool query() {
            HikariConfig config =
                    config(
                            QUERY,
                            settings.whole(SettingKey.DB_POOL_MAX_SIZE),
                            settings.whole(SettingKey.DB_POOL_MIN_IDLE));
            Duration statement = duration(SettingKey.DB_QUERY_TIMEOUT);
            Duration socket =
                    longer(duration(SettingKey.DB_SOCKET_TIMEOUT), statement.plusSeconds(1));
            return pool(
                    config,
                    limits(socket, Optional.of(statement)),
                    Optional.of(duration(SettingKey.DB_POOL_LEAK_AFTER)),
                    List.of(
                            SettingKey.DB_POOL_MAX_SIZE,
                            SettingKey.DB_POOL_MIN_IDLE,
                            SettingKey.DB_POOL_LEAK_AFTER,
                            SettingKey.DB_QUERY_TIMEOUT));
        }

        SourcePool health() {
            HikariConfig config = config("health", 1, 0);
            config.setConnectionTimeout(HEALTH.toMillis());
            return pool(config, limits(HEALTH, Optional.of(HEALTH)), Optional.empty(), List.of());
        }

        private SourcePool pool(
                HikariConfig config,
                SessionTerms.Limits limits,
                Optional<Duration> leakAfter,
                List<SettingKey> own) {
            String url = settings.text(SettingKey.DB_URL);
            var login = new Properties();
            settings.find(SettingKey.DB_USER).ifPresent(user -> login.setProperty("user", user));
            settings.find(SettingKey.DB_PASSWORD)
                    .ifPresent(password -> login.setProperty("password", password));
            String session = "andon/%s/%s".formatted(plant, config.getPoolName());
            SessionTerms terms = SessionTerms.of(url, session, limits);
            var opener = new SessionOpener(url, login, terms, limits, pause);
            List<String> keys =
                    Stream.concat(own.stream(), COMMON.stream()).map(SettingKey::key).toList();
            Optional<Duration> statement = limits.statement().filter(_ -> !terms.endsStatements());
            Optional<Loans> loans =
                    leakAfter.map(limit -> new Loans(limit, statement, System::nanoTime));
            var returns =
                    new Returns(
                            Optional.ofNullable(metrics).map(MicrometerMetricsTrackerFactory::new),
                            System::nanoTime);
            return new SourcePool(config, opener, loans, keys, returns);
        }

        private HikariConfig config(String name, int size, int idle) {
            var config = new HikariConfig();
            config.setPoolName(name);
            config.setReadOnly(true);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(idle);
            config.setInitializationFailTimeout(-1);
            long acquire = duration(SettingKey.DB_POOL_ACQUIRE_TIMEOUT).toMillis();
            config.setConnectionTimeout(acquire);
            config.setValidationTimeout(acquire);
            config.setMaxLifetime(duration(SettingKey.DB_POOL_MAX_LIFETIME).toMillis());
            config.setKeepaliveTime(duration(SettingKey.DB_POOL_KEEPALIVE).toMillis());
            return config;
        }

        private SessionTerms.Limits limits(Duration socket, Optional<Duration> statement) {
            Duration connect = duration(SettingKey.DB_CONNECT_TIMEOUT);
            return new SessionTerms.Limits(
                    connect, socket, duration(SettingKey.DB_LOCK_TIMEOUT), statement);
        }

        private Duration duration(SettingKey key) {
            return settings.duration(key);
        }
    }
}
