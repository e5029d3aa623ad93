package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.TimeSource;
import io.andon.processors.CodedException;
import io.andon.processors.history.KeptAnswer;
import io.andon.processors.history.LotStep;
import io.andon.processors.history.LotTrace;
import io.andon.processors.history.OuTrend;
import io.andon.processors.history.SourceOutcome;
import io.andon.processors.history.StateHours;
import io.andon.processors.history.TrendSpan;
import io.andon.processors.request.ApiRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Answers what was asked of the source, from rows read now or kept from before. */
public final class HistoryAnswers {
    private final Plant plant;
    private final Composer composer;
    private final TimeSource time;

    public HistoryAnswers(Plant plant, Composer composer, TimeSource time) {
        this.plant = plant;
        this.composer = composer;
        this.time = time;
    }

    /** What a lot went through. A lot without history is known by the lots alone, or not at all. */
    public Processor lotHistory() {
        return answer((exchange, outcome) -> {
            var ask = (ApiRequest.ById) ApiRequest.REQUEST.require(exchange);
            var trace = (LotTrace) outcome.answer().rows();
            JsonBody body = json -> write(json, ask.id(), trace);
            if (!trace.steps().isEmpty()) return data(body, outcome);
            if (plant.table(TableName.LOTS).isEmpty()) return unknown();
            return composer.fromTable(
                    TableName.LOTS,
                    lots ->
                            lots.primaryKey().orElseThrow().rowOf(ask.id()).isEmpty()
                                    ? unknown()
                                    : both(
                                            data(body, outcome),
                                            composer.data(body, List.of(lots))));
        });
    }

    /** Utilisation by shift day. */
    public Processor ouTrend() {
        return answer((exchange, outcome) -> {
            var ask = (ApiRequest.OuTrend) ApiRequest.REQUEST.require(exchange);
            TrendSpan span = TrendSpan.SPAN.require(exchange);
            OuTrend trend =
                    OuTrend.of(
                            (StateHours) outcome.answer().rows(),
                            span.from(),
                            span.days(),
                            ask.workcenters());
            return data(json -> write(json, span, trend), outcome);
        });
    }

    private Processor answer(BiFunction<Exchange, SourceOutcome.Answered, Answer> compose) {
        return exchange ->
                Answer.ANSWER.put(
                        exchange,
                        switch (SourceOutcome.OUTCOME.require(exchange)) {
                            case SourceOutcome.Answered answered ->
                                    compose.apply(exchange, answered);
                            case SourceOutcome.Failed(var code, var cause) ->
                                    throw new CodedException(code, "not answered", cause);
                        });
    }

    private Answer.Data data(JsonBody body, SourceOutcome.Answered outcome) {
        KeptAnswer answer = outcome.answer();
        return new Answer.Data(
                body,
                new Answer.Meta(
                        new TreeMap<>(),
                        Optional.of(answer.readAt().wall()),
                        outcome.stale(),
                        answer.failure().stream().toList()),
                OptionalLong.of(time.now().since(answer.readAt()).toSeconds()));
    }

    /** One answer made of the source's and of a table's version: as old as the older of them. */
    private static Answer both(Answer.Data source, Answer.Data table) {
        Answer.Meta one = source.meta();
        Answer.Meta other = table.meta();
        var degraded = new ArrayList<Degradation>(one.degraded());
        degraded.addAll(other.degraded());
        degraded.sort(Comparator.comparing(Degradation::code));
        Instant asOf = one.asOf().orElseThrow();
        return new Answer.Data(
                source.data(),
                new Answer.Meta(
                        other.versions(),
                        other.asOf().filter(asOf::isAfter).or(one::asOf),
                        one.stale() || other.stale(),
                        degraded),
                OptionalLong.of(
                        Math.max(source.ageSeconds().orElse(0), table.ageSeconds().orElse(0))));
    }

    private static Answer unknown() {
        return Composer.notFound("neither the lots nor their history know this id");
    }

    private static void write(JsonGenerator json, String lotId, LotTrace trace) throws IOException {
        json.writeStartObject();
        json.writeStringField("lotId", lotId);
        json.writeArrayFieldStart("steps");
        for (LotStep step : trace.steps()) write(json, step);
        json.writeEndArray();
        json.writeBooleanField("truncated", trace.truncated());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LotStep step) throws IOException {
        json.writeStartObject();
        json.writeStringField("spec", step.spec());
        JsonFields.text(json, "station", step.station());
        JsonFields.text(json, "equipment", step.equipment());
        JsonFields.time(json, "movedInAt", step.movedInAt());
        JsonFields.time(json, "trackedInAt", step.trackedInAt());
        JsonFields.time(json, "trackedOutAt", step.trackedOutAt());
        JsonFields.time(json, "movedOutAt", step.movedOutAt());
        JsonFields.whole(json, "qtyIn", step.qtyIn());
        JsonFields.whole(json, "qtyOut", step.qtyOut());
        json.writeNumberField("trackOuts", step.trackOuts());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TrendSpan span, OuTrend trend)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("from", span.from().toString());
        json.writeStringField("to", span.last().toString());
        json.writeArrayFieldStart("days");
        for (OuTrend.Day day : trend.days()) {
            json.writeStartObject();
            json.writeStringField("shiftDate", day.date().toString());
            write(json, day.hours());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("total");
        write(json, trend.total());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, OuTrend.Hours hours) throws IOException {
        json.writeNumberField("ou", hours.ou());
        json.writeObjectFieldStart("hours");
        for (E10State state : E10State.values()) {
            json.writeNumberField(state.name(), hours.of(state));
        }
        json.writeEndObject();
    }
}
