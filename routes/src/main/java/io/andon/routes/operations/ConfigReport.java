package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.Sha256;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.plant.Workcenter;
import io.andon.processors.compose.Encode;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.andon.routes.settings.Setting;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration in force, for operators: every setting and where it came from, the plant's own
 * figures, and a fingerprint by which two hosts are compared. What is long or must not be shown, as
 * the plant's SQL, stands there as a fingerprint of its own.
 */
final class ConfigReport {
    private static final double MILLIS_A_SECOND = 1e3;

    /** What may differ between two hosts that show the same. */
    private static final Set<SettingKey> OF_THE_HOST =
            EnumSet.of(
                    SettingKey.HTTP_HOST,
                    SettingKey.HTTP_PORT,
                    SettingKey.DATA_DIR,
                    SettingKey.ADMIN_TOKEN_FILE);

    private final Plant plant;
    private final Settings settings;

    ConfigReport(Plant plant, Settings settings) {
        this.plant = plant;
        this.settings = settings;
    }

    /** Writes the whole, an object. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("fingerprint", fingerprint());
        settings(json);
        json.writeFieldName("plant");
        plant(json);
        json.writeEndObject();
    }

    /** 64 hexadecimal digits of what is compared. */
    String fingerprint() {
        return Sha256.hex(Encode.bytes(this::compared));
    }

    /** Writes the field {@code settings}. */
    void settings(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("settings");
        for (Setting setting : settings.all()) {
            json.writeStartObject();
            json.writeStringField("key", setting.key().key());
            JsonFields.text(json, "value", setting.shown().orElse(null));
            json.writeStringField(
                    "source", setting.source().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What two hosts must have in common: not where a value came from, and no secret's value. */
    private void compared(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Setting setting : settings.all()) {
            // the plant's own address may name the host's data folder, and stands with the plant
            boolean ofThePlant = setting.source() == Setting.Source.PLANT;
            if (ofThePlant || OF_THE_HOST.contains(setting.key())) continue;
            JsonFields.text(json, setting.key().key(), setting.shown().orElse(null));
        }
        json.writeFieldName("plant");
        plant(json);
        json.writeEndObject();
    }

    private void plant(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", plant.id());
        json.writeStringField("title", plant.title());
        json.writeStringField("timeZone", plant.zone().getId());
        json.writeStringField("shiftDayStart", plant.shiftDayStart().toString());
        json.writeStringField("sourceFingerprint", fingerprint(this::source));
        json.writeStringField("mapsFingerprint", fingerprint(this::maps));
        json.writeArrayFieldStart("tables");
        for (TablePlan plan : plant.tables()) table(json, plan);
        json.writeEndArray();
        json.writeArrayFieldStart("queries");
        for (SourceQuery query : plant.queries()) {
            json.writeStartObject();
            json.writeStringField("name", query.name().value());
            json.writeStringField("sqlFingerprint", fingerprint(query.sql()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void source(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", plant.source().url());
        json.writeStringField("user", plant.source().user());
        JsonFields.text(json, "simulator", plant.simulator().orElse(null));
        json.writeEndObject();
    }

    /** States, hold types and workcenters, in an order that does not hang on a hash. */
    private void maps(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("states");
        for (Map.Entry<String, ?> code : new TreeMap<>(plant.states().codes()).entrySet()) {
            json.writeStringField(code.getKey(), code.getValue().toString());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("nonQuality");
        for (String reason : new TreeSet<>(plant.holdTypes().nonQuality())) {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("workcenters");
        for (Workcenter workcenter : plant.workcenters()) {
            json.writeStartObject();
            json.writeStringField("name", workcenter.name());
            JsonFields.text(json, "group", workcenter.group().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, TablePlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", plan.table().value());
        json.writeBooleanField("required", plan.required());
        json.writeNumberField("periodSeconds", seconds(plan.period()));
        json.writeNumberField("readDeadlineSeconds", seconds(plan.readDeadline()));
        json.writeNumberField("freshForSeconds", seconds(plan.freshFor()));
        json.writeNumberField("expireAfterSeconds", seconds(plan.expireAfter()));
        json.writeFieldName("sourceLagMaxSeconds");
        if (plan.sourceLagMax().isEmpty()) json.writeNull();
        else json.writeNumber(seconds(plan.sourceLagMax().get()));
        json.writeArrayFieldStart("filters");
        for (String filter : plan.filters()) json.writeString(filter);
        json.writeEndArray();
        json.writeStringField("sqlFingerprint", fingerprint(plan.sql()));
        JsonFields.text(
                json, "probeFingerprint", plan.probe().map(ConfigReport::fingerprint).orElse(null));
        gates(json, plan.gates());
        json.writeEndObject();
    }

    private static void gates(JsonGenerator json, GateLimits gates) throws IOException {
        json.writeObjectFieldStart("gates");
        json.writeNumberField("quarantinedMax", gates.quarantinedMax());
        json.writeNumberField("dropMax", gates.dropMax());
        json.writeNumberField("jumpMax", gates.jumpMax());
        json.writeObjectFieldStart("confirmation");
        json.writeNumberField("reads", gates.confirmation().reads());
        json.writeNumberField("within", gates.confirmation().within());
        json.writeNumberField("overSeconds", seconds(gates.confirmation().over()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String fingerprint(JsonBody body) {
        return Sha256.hex(Encode.bytes(body));
    }

    private static String fingerprint(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_A_SECOND;
    }
}
