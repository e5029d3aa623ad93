package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.gate.Refusal;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How refused reads stand in the answers for operators. */
final class RefusalJson {
    private RefusalJson() {}

    /**
     * Writes the facts of a refusal.
     *
     * @param withDetail also what looked wrong, which may name columns of the source
     */
    static void write(JsonGenerator json, Refusal refusal, boolean withDetail) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", refusal.code().name());
        JsonFields.whole(json, "rows", number(refusal.rows()));
        JsonFields.whole(
                json,
                "versionBefore",
                refusal.versionBefore().isPresent() ? refusal.versionBefore().getAsLong() : null);
        JsonFields.whole(json, "rowsBefore", number(refusal.rowsBefore()));
        json.writeStringField("firstAt", refusal.firstAt().toString());
        json.writeStringField("lastAt", refusal.lastAt().toString());
        json.writeNumberField("times", refusal.times());
        JsonFields.time(json, "endedAt", refusal.endedAt().orElse(null));
        if (withDetail) json.writeStringField("detail", refusal.detail());
        json.writeEndObject();
    }

    private static @Nullable Long number(OptionalInt value) {
        return value.isPresent() ? (long) value.getAsInt() : null;
    }
}
