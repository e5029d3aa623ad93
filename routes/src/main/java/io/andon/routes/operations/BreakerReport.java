package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.processors.compose.JsonFields;
import io.andon.routes.source.SourceBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;

/** How the breaker of the source stands, for operators. */
final class BreakerReport {
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double PERCENT = 100;

    private final SourceBreaker breaker;

    BreakerReport(SourceBreaker breaker) {
        this.breaker = breaker;
    }

    /** Writes the field {@code breaker}. */
    void write(JsonGenerator json) throws IOException {
        json.writeFieldName("breaker");
        value(json);
    }

    void value(JsonGenerator json) throws IOException {
        CircuitBreaker.Metrics counts = breaker.breaker().getMetrics();
        json.writeStartObject();
        json.writeStringField("name", SourceBreaker.NAME);
        json.writeStringField("state", breaker.standing().state().name());
        JsonFields.time(json, "since", breaker.standing().since().orElse(null));
        json.writeFieldName("remainingOpenSeconds");
        if (breaker.isHeldOpen()) json.writeNull();
        else json.writeNumber(breaker.remainingOpen().toMillis() / MILLIS_A_SECOND);
        json.writeFieldName("failureRate");
        // Below the minimum of calls there is no rate, which the library tells as -1.
        if (counts.getFailureRate() < 0) json.writeNull();
        else json.writeNumber(counts.getFailureRate() / PERCENT);
        json.writeNumberField("calls", counts.getNumberOfBufferedCalls());
        json.writeNumberField("failedCalls", counts.getNumberOfFailedCalls());
        json.writeNumberField("notPermittedCalls", counts.getNumberOfNotPermittedCalls());
        json.writeEndObject();
    }
}
