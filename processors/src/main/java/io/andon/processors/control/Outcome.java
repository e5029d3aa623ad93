package io.andon.processors.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.TableState;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import java.io.IOException;
import java.util.Optional;

/**
 * What an administrator is told.
 *
 * @param code of the read that was refused or failed
 * @param reason one sentence that names nothing internal
 */
record Outcome(
        String operation,
        Result result,
        TableName table,
        Optional<DegradedCode> code,
        String reason,
        TableState before,
        TableState after,
        Action recommendedAction) {

    JsonBody body(String operationId) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("operationId", operationId);
            json.writeStringField("operation", operation);
            json.writeStringField("table", table.value());
            json.writeStringField("result", result.id());
            JsonFields.text(json, "code", code.map(DegradedCode::name).orElse(null));
            json.writeStringField("reason", reason);
            version(json, "before", before);
            version(json, "after", after);
            json.writeStringField("recommendedAction", recommendedAction.id());
            JsonFields.time(json, "nextAttemptAt", after.nextAttemptAt().orElse(null));
            json.writeEndObject();
        };
    }

    private static void version(JsonGenerator json, String name, TableState state)
            throws IOException {
        json.writeObjectFieldStart(name);
        JsonFields.whole(
                json, "version", state.snapshot().map(IndexedSnapshot::version).orElse(null));
        JsonFields.whole(
                json, "rows", state.snapshot().map(each -> (long) each.rowCount()).orElse(null));
        json.writeEndObject();
    }
}
