package io.andon.routes.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the source: one pool for reads of whole tables, one connection for health.
 * They never share, so a full pool is not mistaken for a dead server.
 */
public final class Pools implements AutoCloseable {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final HikariDataSource reader;
    private final HikariDataSource health;

    private Pools(HikariDataSource reader, HikariDataSource health) {
        this.reader = reader;
        this.health = health;
    }

    /** Opens the pools without waiting for the database: it may be down at a start. */
    public static Pools open(Settings settings, String plant, @Nullable MeterRegistry metrics) {
        int parallel = settings.whole(SettingKey.REFRESH_PARALLEL);
        return new Pools(
                pool(settings, plant, "reader", parallel, metrics),
                pool(settings, plant, "health", 1, metrics));
    }

    public HikariDataSource reader() {
        return reader;
    }

    public HikariDataSource health() {
        return health;
    }

    public List<HikariDataSource> all() {
        return List.of(reader, health);
    }

    @Override
    public void close() {
        reader.close();
        health.close();
    }

    private static HikariDataSource pool(
            Settings settings,
            String plant,
            String name,
            int size,
            @Nullable MeterRegistry metrics) {
        var config = new HikariConfig();
        String url = settings.text(SettingKey.DB_URL);
        config.setPoolName(name);
        config.setJdbcUrl(url);
        settings.find(SettingKey.DB_USER).ifPresent(config::setUsername);
        settings.find(SettingKey.DB_PASSWORD).ifPresent(config::setPassword);
        config.setReadOnly(true);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(millis(settings, SettingKey.DB_POOL_ACQUIRE_TIMEOUT));
        config.setMaxLifetime(millis(settings, SettingKey.DB_POOL_MAX_LIFETIME));
        config.setKeepaliveTime(millis(settings, SettingKey.DB_POOL_KEEPALIVE));
        if (url.startsWith(POSTGRESQL)) postgres(config, settings, plant + "/" + name);
        if (metrics != null) {
            config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        }
        return new SourcePool(config);
    }

    private static void postgres(HikariConfig config, Settings settings, String session) {
        config.addDataSourceProperty("ApplicationName", "andon/" + session);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", "-1");
        config.addDataSourceProperty(
                "connectTimeout", seconds(settings.duration(SettingKey.DB_CONNECT_TIMEOUT)));
        config.addDataSourceProperty(
                "socketTimeout", seconds(settings.duration(SettingKey.DB_SOCKET_TIMEOUT)));
        config.addDataSourceProperty(
                "options",
                "-c lock_timeout=%d"
                        .formatted(settings.duration(SettingKey.DB_LOCK_TIMEOUT).toMillis()));
    }

    private static long millis(Settings settings, SettingKey key) {
        return settings.duration(key).toMillis();
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
