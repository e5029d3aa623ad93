package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.plant.Workcenter;
import io.andon.cache.schema.CanonicalTable;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.ColumnNames;
import io.andon.processors.request.ReadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.camel.Processor;

/** What the plant is made of, so that a page needs no configuration of its own. */
public final class PlantAnswer {
    private static final double MILLIS_A_SECOND = 1_000.0;

    private final Plant plant;
    private final List<String> lotFilters;

    public PlantAnswer(Plant plant, ReadRequest request) {
        this.plant = plant;
        this.lotFilters = request.lotFilterNames();
    }

    public Processor answer() {
        var meta = new Answer.Meta(new TreeMap<>(), Optional.empty(), false, List.of());
        var answer = new Answer.Data(this::write, meta, OptionalLong.empty());
        return exchange -> Answer.ANSWER.put(exchange, answer);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", plant.id());
        json.writeStringField("title", plant.title());
        json.writeStringField("timeZone", plant.zone().getId());
        json.writeStringField("shiftDayStart", plant.shiftDayStart().toString());
        json.writeArrayFieldStart("tables");
        for (TablePlan plan : plant.tables()) table(json, plan);
        json.writeEndArray();
        json.writeArrayFieldStart("workcenters");
        for (Workcenter workcenter : plant.workcenters()) {
            json.writeStartObject();
            json.writeStringField("workcenter", workcenter.name());
            JsonFields.text(json, "group", workcenter.group().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("states");
        for (E10State state : E10State.values()) state(json, state);
        json.writeEndArray();
        json.writeObjectFieldStart("holdTypes");
        strings(json, "nonQuality", plant.holdTypes().nonQuality().stream().sorted().toList());
        json.writeEndObject();
        strings(
                json,
                "sourceQueries",
                plant.queries().stream().map(query -> query.name().value()).sorted().toList());
        json.writeObjectFieldStart("filters");
        strings(json, "lots", lotFilters);
        strings(json, "machines", ReadRequest.machineFilterNames());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, TablePlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", plan.table().value());
        Optional<String> key =
                CanonicalTables.of(plan.table())
                        .flatMap(CanonicalTable::key)
                        .map(ColumnNames::camel);
        JsonFields.text(json, "key", key.orElse(null));
        json.writeNumberField("periodSeconds", plan.period().toMillis() / MILLIS_A_SECOND);
        json.writeNumberField("freshForSeconds", plan.freshFor().toMillis() / MILLIS_A_SECOND);
        json.writeNumberField(
                "expireAfterSeconds", plan.expireAfter().toMillis() / MILLIS_A_SECOND);
        json.writeBooleanField("required", plan.required());
        json.writeEndObject();
    }

    private void state(JsonGenerator json, E10State state) throws IOException {
        json.writeStartObject();
        json.writeStringField("state", state.name());
        strings(
                json,
                "codes",
                plant.states().codes().entrySet().stream()
                        .filter(code -> code.getValue() == state)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> values)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) json.writeString(value);
        json.writeEndArray();
    }
}
