package io.andon.processors.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Processor;

/** The health operations, for watchdogs and load balancers. */
public final class HealthAnswers {
    private static final String JSON = "application/json";

    private final HealthJudge judge;
    private final Supplier<Optional<Maintenance>> maintenance;
    private final String access;

    /**
     * Answers from one judge.
     *
     * @param maintenance empty while nobody works on it
     * @param access {@code open}, or {@code open-to-network} when others than this host may read
     */
    public HealthAnswers(
            HealthJudge judge, Supplier<Optional<Maintenance>> maintenance, String access) {
        this.judge = judge;
        this.maintenance = maintenance;
        this.access = access;
    }

    public Processor health() {
        return exchange -> {
            Health health = judge.judge();
            Answer.ANSWER.put(
                    exchange,
                    new Answer.Bare(health.state().serves() ? 200 : 503, JSON, body(health)));
        };
    }

    public Processor live() {
        return exchange ->
                Answer.ANSWER.put(
                        exchange,
                        probe(judge.isLive() ? List.of() : List.of("a heartbeat is missing")));
    }

    public Processor ready() {
        return exchange ->
                Answer.ANSWER.put(
                        exchange,
                        probe(
                                judge.notReady().stream()
                                        .map(each -> each.table() + ": " + each.code())
                                        .toList()));
    }

    /** The health object as it stands in every answer that has one. */
    public JsonBody body() {
        return body(judge.judge());
    }

    private JsonBody body(Health health) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("state", health.state().name());
            json.writeStringField("since", health.since().toString());
            json.writeArrayFieldStart("reasons");
            for (var reason : health.reasons()) {
                json.writeStartObject();
                json.writeStringField("code", reason.code().name());
                json.writeStringField("table", reason.table().value());
                json.writeStringField("since", reason.since().toString());
                json.writeStringField("action", reason.code().action().id());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("recommendedAction", health.recommendedAction().id());
            json.writeBooleanField("restartHelps", health.restartHelps());
            JsonFields.time(json, "nextAttemptAt", health.nextAttemptAt().orElse(null));
            json.writeFieldName("maintenance");
            Maintenance.body(maintenance.get()).write(json);
            json.writeStringField("access", access);
            json.writeEndObject();
        };
    }

    private static Answer probe(List<String> reasons) {
        return new Answer.Bare(reasons.isEmpty() ? 200 : 503, JSON, json -> probe(json, reasons));
    }

    private static void probe(JsonGenerator json, List<String> reasons) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("up", reasons.isEmpty());
        json.writeArrayFieldStart("reasons");
        for (String reason : reasons) json.writeString(reason);
        json.writeEndArray();
        json.writeEndObject();
    }
}
