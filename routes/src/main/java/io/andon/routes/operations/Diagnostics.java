package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.DegradedCode;
import io.andon.cache.index.DerivedIndex;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.gate.Refusal;
import io.andon.processors.health.DatabaseCheck;
import io.andon.processors.health.HealthAnswers;
import io.andon.processors.refresh.DiskSteps;
import io.andon.routes.control.AuditLog;
import io.andon.routes.settings.Settings;
import io.andon.routes.source.SourceBreaker;
import io.andon.routes.source.SourcePool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Processor;

/** Everything known about the running process, for operators only. */
public final class Diagnostics {
    private static final String JSON = "application/json";
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MILLIS_A_SECOND = 1e3;

    private final Plant plant;
    private final ConfigReport config;
    private final SnapshotStore store;
    private final DiskSteps disk;
    private final TimeSource time;
    private final PoolReport pools;
    private final BreakerReport breaker;
    private final EdgeReport edge;
    private final AuditLog audit;
    private final DatabaseCheck database;
    private final HealthAnswers health;
    private final Gatekeeper gates;
    private final String productVersion;
    private final Instant startedAt;

    /** What the diagnostics look at. */
    public record Sources(
            Plant plant,
            Settings settings,
            SnapshotStore store,
            DiskSteps disk,
            TimeSource time,
            List<SourcePool> pools,
            SourceBreaker breaker,
            EdgeReport edge,
            AuditLog audit,
            DatabaseCheck database,
            HealthAnswers health,
            Gatekeeper gates,
            String productVersion,
            Instant startedAt) {}

    public Diagnostics(Sources sources) {
        this.plant = sources.plant();
        this.config = new ConfigReport(sources.plant(), sources.settings());
        this.store = sources.store();
        this.disk = sources.disk();
        this.time = sources.time();
        this.pools = new PoolReport(sources.pools(), sources.settings());
        this.breaker = new BreakerReport(sources.breaker());
        this.edge = sources.edge();
        this.audit = sources.audit();
        this.database = sources.database();
        this.health = sources.health();
        this.gates = sources.gates();
        this.productVersion = sources.productVersion();
        this.startedAt = sources.startedAt();
    }

    public Processor deep() {
        return bare(json -> {
            json.writeStartObject();
            json.writeFieldName("health");
            health.body().write(json);
            pools.write(json);
            breaker.write(json);
            edge.write(json);
            database(json);
            tables(json, false);
            DiskJson.write(json, disk, store);
            audit.write(json);
            jvm(json);
            json.writeEndObject();
        });
    }

    /** The pools and what the check of the database found. */
    public Processor pool() {
        return bare(json -> {
            json.writeStartObject();
            pools.write(json);
            database(json);
            json.writeEndObject();
        });
    }

    /** The tables with what is refused now and why, their indices, and what is saved. */
    public Processor caches() {
        return bare(json -> {
            json.writeStartObject();
            tables(json, true);
            DiskJson.write(json, disk, store);
            json.writeEndObject();
        });
    }

    public Processor breakers() {
        return bare(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("breakers");
            breaker.value(json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** By which two configurations are told apart, but for secrets. */
    public String fingerprint() {
        return config.fingerprint();
    }

    /** The configuration in force, and one fingerprint of it. */
    public Processor config() {
        return bare(config::write);
    }

    public Processor status() {
        return bare(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("product");
            json.writeStringField("name", "Andon");
            json.writeStringField("version", productVersion);
            json.writeEndObject();
            json.writeStringField("plant", plant.id());
            json.writeStringField("startedAt", startedAt.toString());
            json.writeFieldName("health");
            health.body().write(json);
            config.settings(json);
            json.writeArrayFieldStart("tables");
            for (TablePlan plan : plant.tables()) {
                TableState state = store.state(plan.table());
                json.writeStartObject();
                headline(json, state);
                refusal(json, plan, true);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Processor bare(JsonBody body) {
        return exchange -> Answer.ANSWER.put(exchange, new Answer.Bare(200, JSON, body));
    }

    private void database(JsonGenerator json) throws IOException {
        Optional<DatabaseCheck.Result> last = database.last();
        json.writeObjectFieldStart("database");
        json.writeFieldName("reachable");
        if (last.isEmpty()) json.writeNull();
        else json.writeBoolean(last.get().code().isEmpty());
        JsonFields.time(json, "checkedAt", last.map(DatabaseCheck.Result::checkedAt).orElse(null));
        JsonFields.text(
                json,
                "code",
                last.flatMap(DatabaseCheck.Result::code).map(DegradedCode::name).orElse(null));
        json.writeEndObject();
    }

    private void headline(JsonGenerator json, TableState state) throws IOException {
        Optional<IndexedSnapshot> version = state.snapshot();
        json.writeStringField("table", state.table().value());
        JsonFields.whole(json, "version", version.map(IndexedSnapshot::version).orElse(null));
        JsonFields.whole(json, "rows", version.map(each -> (long) each.rowCount()).orElse(null));
        json.writeStringField("lastOutcome", state.lastOutcome().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("codes");
        for (DegradedCode code : store.find(state.table()).codes()) json.writeString(code.name());
        json.writeEndArray();
    }

    private void refusal(JsonGenerator json, TablePlan plan, boolean withDetail)
            throws IOException {
        json.writeFieldName("refused");
        Optional<Refusal> refused = gates.refusal(plan.table());
        if (refused.isEmpty()) json.writeNull();
        else RefusalJson.write(json, refused.get(), withDetail);
    }

    private void tables(JsonGenerator json, boolean withDetail) throws IOException {
        json.writeArrayFieldStart("tables");
        for (TablePlan plan : plant.tables()) table(json, plan, withDetail);
        json.writeEndArray();
    }

    private void table(JsonGenerator json, TablePlan plan, boolean withDetail) throws IOException {
        TableState state = store.state(plan.table());
        Optional<TableSnapshot> snapshot = state.snapshot().map(IndexedSnapshot::snapshot);
        json.writeStartObject();
        headline(json, state);
        JsonFields.time(json, "asOf", snapshot.map(TableSnapshot::asOf).orElse(null));
        JsonFields.time(json, "verifiedAt", state.verifiedAt().map(at -> at.wall()).orElse(null));
        json.writeFieldName("ageSeconds");
        if (state.verifiedAt().isEmpty()) json.writeNull();
        else json.writeNumber(seconds(time.now().since(state.verifiedAt().get())));
        json.writeNumberField("freshForSeconds", seconds(plan.freshFor()));
        json.writeNumberField("expireAfterSeconds", seconds(plan.expireAfter()));
        json.writeNumberField("periodSeconds", seconds(plan.period()));
        JsonFields.whole(
                json, "rowsRead", snapshot.map(each -> (long) each.rowsRead()).orElse(null));
        JsonFields.whole(
                json, "quarantined", snapshot.map(each -> (long) each.quarantined()).orElse(null));
        JsonFields.whole(json, "folded", snapshot.map(each -> (long) each.folded()).orElse(null));
        JsonFields.whole(json, "bytes", state.snapshot().map(IndexedSnapshot::bytes).orElse(null));
        json.writeNumberField("publications", state.publications());
        JsonFields.time(json, "nextAttemptAt", state.nextAttemptAt().orElse(null));
        refusal(json, plan, withDetail);
        json.writeArrayFieldStart("indices");
        for (DerivedIndex index :
                state.snapshot().map(IndexedSnapshot::indices).orElse(List.of())) {
            json.writeStartObject();
            json.writeStringField("name", index.name());
            json.writeNumberField("version", index.version());
            json.writeNumberField("lagPublications", lag(index, state));
            json.writeNumberField("buildSeconds", seconds(index.buildTime()));
            json.writeNumberField("bytes", index.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** An index is published with its table, so anything but 0 shows a broken publication. */
    private static long lag(DerivedIndex index, TableState state) {
        boolean same =
                state.snapshot().filter(each -> each.version() == index.version()).isPresent();
        return same ? 0 : state.publications();
    }

    private static void jvm(JsonGenerator json) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        json.writeObjectFieldStart("jvm");
        json.writeStringField("version", Runtime.version().toString());
        json.writeNumberField("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
        json.writeNumberField("heapMaxBytes", runtime.maxMemory());
        json.writeNumberField(
                "uptimeSeconds",
                ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_A_SECOND);
        json.writeNumberField("processors", runtime.availableProcessors());
        json.writeEndObject();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_A_SECOND;
    }
}
