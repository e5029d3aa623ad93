package io.andon.processors.control;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.Trace;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What an administrator is told.
 *
 * @param on what was acted on; empty for the whole runtime
 * @param code of the read that was refused or failed
 * @param reason one sentence that names nothing internal
 * @param before how it stood, as one JSON value
 * @param after how it stands now, in the same form
 */
public record Outcome(
        String operation,
        Optional<Subject> on,
        Result result,
        Optional<DegradedCode> code,
        String reason,
        JsonBody before,
        JsonBody after,
        Action recommendedAction,
        Optional<Instant> nextAttemptAt) {
    /** One thing of a kind, like the table {@code lots}. */
    public record Subject(String kind, String name) {}

    /** An act that needs no later attempt and asks for nothing further. */
    public static Outcome settled(
            String operation,
            Optional<Subject> on,
            Result result,
            String reason,
            JsonBody before,
            JsonBody after) {
        return new Outcome(
                operation,
                on,
                result,
                Optional.empty(),
                reason,
                before,
                after,
                Action.NONE,
                Optional.empty());
    }

    /** Answers with it; the operation's id is the trace of the request. */
    public void answer(Exchange exchange) {
        String id = Trace.of(exchange);
        Answer.ANSWER.put(
                exchange, new Answer.Bare(result.httpStatus(), "application/json", body(id)));
    }

    private JsonBody body(String operationId) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("operationId", operationId);
            json.writeStringField("operation", operation);
            if (on.isPresent()) json.writeStringField(on.get().kind(), on.get().name());
            json.writeStringField("result", result.id());
            JsonFields.text(json, "code", code.map(DegradedCode::name).orElse(null));
            json.writeStringField("reason", reason);
            json.writeFieldName("before");
            before.write(json);
            json.writeFieldName("after");
            after.write(json);
            json.writeStringField("recommendedAction", recommendedAction.id());
            JsonFields.time(json, "nextAttemptAt", nextAttemptAt.orElse(null));
            json.writeEndObject();
        };
    }
}
