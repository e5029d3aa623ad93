package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.andon.processors.compose.JsonFields;
import io.andon.routes.settings.Setting;
import io.andon.routes.settings.Settings;
import io.andon.routes.source.Pools;
import io.andon.routes.source.SourcePool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pools as operators see them: what is in use, what was configured, what the pool took from it
 * and what the last session answered when it was asked for its limits.
 */
final class PoolReport {
    private static final double MILLIS_A_SECOND = 1e3;

    private final List<SourcePool> pools;
    private final Settings settings;

    PoolReport(List<SourcePool> pools, Settings settings) {
        this.pools = List.copyOf(pools);
        this.settings = settings;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("pools");
        for (SourcePool pool : pools) {
            json.writeStartObject();
            use(json, pool);
            configured(json, pool);
            saturation(json, pool);
            effective(json, pool);
            session(json, pool);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void use(JsonGenerator json, SourcePool pool) throws IOException {
        Optional<HikariPoolMXBean> running = Optional.ofNullable(pool.getHikariPoolMXBean());
        json.writeStringField("name", pool.getPoolName());
        json.writeNumberField(
                "active", running.map(HikariPoolMXBean::getActiveConnections).orElse(0));
        json.writeNumberField("idle", running.map(HikariPoolMXBean::getIdleConnections).orElse(0));
        json.writeNumberField(
                "pending", running.map(HikariPoolMXBean::getThreadsAwaitingConnection).orElse(0));
        json.writeNumberField("max", pool.getMaximumPoolSize());
    }

    /**
     * Full is no trouble; full with somebody waiting is, and full for ever is one for a restart.
     */
    private static void saturation(JsonGenerator json, SourcePool pool) throws IOException {
        Optional<HikariPoolMXBean> running = Optional.ofNullable(pool.getHikariPoolMXBean());
        int active = running.map(HikariPoolMXBean::getActiveConnections).orElse(0);
        int pending = running.map(HikariPoolMXBean::getThreadsAwaitingConnection).orElse(0);
        json.writeObjectFieldStart("saturation");
        json.writeNumberField("share", (double) active / pool.getMaximumPoolSize());
        json.writeBooleanField("exhausted", active == pool.getMaximumPoolSize() && pending > 0);
        json.writeNumberField("stuckForSeconds", pool.stuckFor().toMillis() / MILLIS_A_SECOND);
        json.writeNumberField("stuckAfterSeconds", Pools.STUCK.toSeconds());
        json.writeEndObject();
    }

    private void configured(JsonGenerator json, SourcePool pool) throws IOException {
        json.writeObjectFieldStart("configured");
        for (Setting setting : settings.all()) {
            String key = setting.key().key();
            if (pool.settings().contains(key)) {
                JsonFields.text(json, key, setting.shown().orElse(null));
            }
        }
        json.writeEndObject();
    }

    private static void effective(JsonGenerator json, SourcePool pool) throws IOException {
        json.writeObjectFieldStart("effective");
        json.writeNumberField("minIdle", pool.getMinimumIdle());
        json.writeNumberField(
                "acquireTimeoutSeconds", pool.getConnectionTimeout() / MILLIS_A_SECOND);
        json.writeNumberField("maxLifetimeSeconds", pool.getMaxLifetime() / MILLIS_A_SECOND);
        json.writeNumberField("keepaliveSeconds", pool.getKeepaliveTime() / MILLIS_A_SECOND);
        json.writeBooleanField("readOnly", pool.isReadOnly());
        json.writeEndObject();
    }

    private static void session(JsonGenerator json, SourcePool pool) throws IOException {
        json.writeObjectFieldStart("session");
        JsonFields.time(json, "openedAt", pool.openedAt().orElse(null));
        json.writeFieldName("silenceMaxSeconds");
        Optional<Duration> silence = pool.silenceMax();
        if (silence.isEmpty()) json.writeNull();
        else json.writeNumber(silence.get().toMillis() / MILLIS_A_SECOND);
        json.writeObjectFieldStart("limits");
        for (Map.Entry<String, String> limit : pool.understood().entrySet()) {
            json.writeStringField(limit.getKey(), limit.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
