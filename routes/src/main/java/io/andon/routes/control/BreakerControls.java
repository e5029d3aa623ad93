package io.andon.routes.control;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.control.Outcome;
import io.andon.processors.control.Result;
import io.andon.processors.request.ApiRequest;
import io.andon.routes.source.SourceBreaker;
import io.andon.routes.source.SourceBreaker.Standing;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Holds a breaker open at an administrator's word, and lets it work again. */
public final class BreakerControls {
    private final SourceBreaker breaker;

    public BreakerControls(SourceBreaker breaker) {
        this.breaker = breaker;
    }

    public Processor open() {
        return exchange ->
                act(
                        exchange,
                        "open",
                        breaker::holdOpen,
                        "No question reaches the database until the breaker is closed.",
                        "It was held open already.");
    }

    public Processor close() {
        return exchange ->
                act(
                        exchange,
                        "close",
                        breaker::close,
                        "Questions reach the database again.",
                        "It was closed already.");
    }

    private void act(
            Exchange exchange, String operation, BooleanSupplier act, String done, String already) {
        String name = ((ApiRequest.ById) ApiRequest.REQUEST.require(exchange)).id();
        if (!name.equals(SourceBreaker.NAME)) {
            throw new CodedException(
                    DegradedCode.NOT_FOUND, "there is no breaker '%s'".formatted(name));
        }
        Standing before = breaker.standing();
        String reason = act.getAsBoolean() ? done : already;
        Outcome.settled(
                        operation,
                        Optional.of(new Outcome.Subject("breaker", name)),
                        Result.APPLIED,
                        reason,
                        body(before),
                        body(breaker.standing()))
                .answer(exchange);
    }

    private static JsonBody body(Standing standing) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("state", standing.state().name());
            JsonFields.time(json, "since", standing.since().orElse(null));
            json.writeEndObject();
        };
    }
}
