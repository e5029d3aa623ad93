package io.andon.routes.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the source: one pool for reads of whole tables, one for questions that clients
 * ask, one connection for health. They never share, so a full pool is not mistaken for a dead
 * server and no client can hold up a refresh.
 */
public final class Pools implements AutoCloseable {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final HikariDataSource reader;
    private final HikariDataSource query;
    private final HikariDataSource health;

    private Pools(HikariDataSource reader, HikariDataSource query, HikariDataSource health) {
        this.reader = reader;
        this.query = query;
        this.health = health;
    }

    /** Opens the pools without asking the database: it may be down, or not made yet. */
    public static Pools open(Settings settings, String plant, @Nullable MeterRegistry metrics) {
        var opening = new Opening(settings, plant, metrics);
        return new Pools(
                opening.pool(
                        "reader", settings.whole(SettingKey.REFRESH_PARALLEL), 0, Optional.empty()),
                opening.pool(
                        "query",
                        settings.whole(SettingKey.DB_POOL_MAX_SIZE),
                        settings.whole(SettingKey.DB_POOL_MIN_IDLE),
                        Optional.of(settings.duration(SettingKey.DB_QUERY_TIMEOUT))),
                opening.pool("health", 1, 0, Optional.empty()));
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

    public List<HikariDataSource> all() {
        return List.of(reader, query, health);
    }

    @Override
    public void close() {
        all().forEach(HikariDataSource::close);
    }

    /** What all the pools of one source have in common. */
    private record Opening(Settings settings, String plant, @Nullable MeterRegistry metrics) {

        HikariDataSource pool(String name, int size, int idle, Optional<Duration> statement) {
            var config = new HikariConfig();
            String url = settings.text(SettingKey.DB_URL);
            config.setPoolName(name);
            config.setJdbcUrl(url);
            settings.find(SettingKey.DB_USER).ifPresent(config::setUsername);
            settings.find(SettingKey.DB_PASSWORD).ifPresent(config::setPassword);
            config.setReadOnly(true);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(idle);
            config.setInitializationFailTimeout(-1);
            config.setConnectionTimeout(millis(SettingKey.DB_POOL_ACQUIRE_TIMEOUT));
            config.setMaxLifetime(millis(SettingKey.DB_POOL_MAX_LIFETIME));
            config.setKeepaliveTime(millis(SettingKey.DB_POOL_KEEPALIVE));
            if (url.startsWith(POSTGRESQL)) postgres(config, plant + "/" + name, statement);
            if (metrics != null) {
                config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
            }
            return new SourcePool(config);
        }

        private void postgres(HikariConfig config, String session, Optional<Duration> statement) {
            config.addDataSourceProperty("ApplicationName", "andon/" + session);
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("prepareThreshold", "-1");
            config.addDataSourceProperty(
                    "connectTimeout", seconds(settings.duration(SettingKey.DB_CONNECT_TIMEOUT)));
            config.addDataSourceProperty(
                    "socketTimeout", seconds(settings.duration(SettingKey.DB_SOCKET_TIMEOUT)));
            String limit =
                    statement.map(each -> " -c statement_timeout=" + each.toMillis()).orElse("");
            config.addDataSourceProperty(
                    "options",
                    "-c default_transaction_read_only=on -c lock_timeout=%d%s"
                            .formatted(millis(SettingKey.DB_LOCK_TIMEOUT), limit));
        }

        private long millis(SettingKey key) {
            return settings.duration(key).toMillis();
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
