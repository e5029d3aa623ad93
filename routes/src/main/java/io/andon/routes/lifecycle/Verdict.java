package io.andon.routes.lifecycle;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.Trace;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.control.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a reload or restart.
 *
 * @param code why it was refused, where the list of codes has a reason
 * @param before the configuration that was in force
 * @param after the one that is in force now
 * @param state of the health
 * @param reasons everything that speaks against it; empty when it was done
 * @param restarts how many restarts were used
 * @param nextAllowedAt when a restart may be asked for again; empty means now
 */
public record Verdict(
        String operation,
        Result result,
        Optional<DegradedCode> code,
        Standing before,
        Standing after,
        String state,
        Action recommendedAction,
        List<String> reasons,
        RestartBudget.Use restarts,
        Optional<Instant> nextAllowedAt) {
    private static final Logger LOG = LoggerFactory.getLogger(Verdict.class);

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Logs what became of it; who asked over HTTP stands in the audit as well. */
    public void log(String who) {
        LOG.info(
                "{} asked {}: {} {} (generation {} -> {})",
                operation,
                who,
                result.id(),
                reasons,
                before.generation(),
                after.generation());
    }

    /** Answers with it; the operation's id is the trace of the request. */
    void answer(Exchange exchange) {
        String from =
                exchange.getMessage()
                        .getHeader("CamelVertxPlatformHttpRemoteAddress", String.class);
        log("with the admin token from " + from);
        int status =
                code.map(DegradedCode::httpStatus)
                        .filter(each -> each >= 400 && each < 500)
                        .orElse(result.httpStatus());
        Answer.ANSWER.put(
                exchange, new Answer.Bare(status, "application/json", body(Trace.of(exchange))));
    }

    private JsonBody body(String operationId) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("operationId", operationId);
            json.writeStringField("operation", operation);
            json.writeStringField("result", result.id());
            JsonFields.text(json, "code", code.map(DegradedCode::name).orElse(null));
            json.writeFieldName("before");
            before.write(json);
            json.writeFieldName("after");
            after.write(json);
            json.writeStringField("state", state);
            json.writeStringField("recommendedAction", recommendedAction.id());
            json.writeArrayFieldStart("reasons");
            for (String reason : reasons) json.writeString(reason);
            json.writeEndArray();
            json.writeFieldName("budget");
            restarts.write(json);
            JsonFields.time(json, "nextAllowedAt", nextAllowedAt.orElse(null));
            json.writeEndObject();
        };
    }
}
