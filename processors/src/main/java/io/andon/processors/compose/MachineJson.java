package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.column.Column;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.E10State;
import io.andon.cache.query.Kpi;
import io.andon.cache.query.MachineMatrixRow;
import io.andon.cache.query.Option;
import io.andon.cache.query.WorkcenterCard;
import io.andon.cache.schema.ColumnNames;
import io.andon.cache.store.MachineLot;
import io.andon.cache.store.MachineView;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of everything that is answered about machines, as the contract writes them. */
final class MachineJson {
    private MachineJson() {}

    /** The machines that hold a lot, as members of an open array. */
    static void writeHolding(JsonGenerator json, MachineView view, String lotId)
            throws IOException {
        IndexedSnapshot resources = view.resources();
        for (int machine : view.machinesHolding(lotId)) {
            json.writeStartObject();
            for (String column : List.of("resource_id", "name", "workcenter")) {
                JsonFields.cell(
                        json,
                        ColumnNames.camel(column),
                        resources.snapshot().column(column),
                        machine);
            }
            json.writeStringField("state", view.state(machine).name());
            json.writeEndObject();
        }
    }

    /** The fields of one machine, inside its open object. */
    static void machine(JsonGenerator json, MachineView view, RowFields master, int machine)
            throws IOException {
        master.write(json, machine);
        json.writeStringField("state", view.state(machine).name());
        JsonFields.text(json, "rawState", view.rawState(machine));
        JsonFields.text(json, "reason", view.reason(machine));
        JsonFields.time(json, "since", view.since(machine));
        job(json, view, machine);
        json.writeNumberField("lots", view.lotCount(machine));
        json.writeNumberField("qty", view.qty(machine));
        JsonFields.time(json, "trackedInAt", view.trackedInAt(machine));
    }

    private static void job(JsonGenerator json, MachineView view, int machine) throws IOException {
        json.writeFieldName("job");
        String id = view.statusText(machine, "job_id");
        if (id == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("id", id);
        JsonFields.text(json, "status", view.statusText(machine, "job_status"));
        JsonFields.time(json, "createdAt", view.statusTime(machine, "job_created_at"));
        for (String column : List.of("technician", "symptom", "cause", "repair")) {
            JsonFields.text(json, column, view.statusText(machine, column));
        }
        json.writeEndObject();
    }

    /** One lot on a machine. */
    static void lot(JsonGenerator json, MachineView view, MachineLot lot) throws IOException {
        json.writeStartObject();
        json.writeStringField("lotId", lot.lotId());
        JsonFields.whole(json, "qty", lot.qty());
        for (String column : List.of("package", "product", "status")) {
            JsonFields.text(json, column, ofLot(view, lot, column));
        }
        JsonFields.time(json, "trackedInAt", lot.trackedInAt());
        JsonFields.text(json, "trackedInBy", lot.trackedInBy());
        json.writeEndObject();
    }

    private static @Nullable String ofLot(MachineView view, MachineLot lot, String name) {
        if (lot.lotRow().isEmpty() || view.lots().isEmpty()) return null;
        Optional<Column> column = view.lots().get().snapshot().find(name);
        return column.map(each -> each.text(lot.lotRow().getAsInt())).orElse(null);
    }

    static JsonBody kpi(Kpi kpi) {
        return json -> {
            json.writeStartObject();
            json.writeNumberField("machines", kpi.machines());
            byState(json, kpi.byState());
            json.writeNumberField("run", kpi.run());
            json.writeNumberField("down", kpi.down());
            json.writeNumberField("idle", kpi.idle());
            json.writeNumberField("engineering", kpi.engineering());
            json.writeObjectFieldStart("metrics");
            json.writeNumberField("availability_live", kpi.metrics().availabilityLive());
            json.writeNumberField("run_share", kpi.metrics().runShare());
            json.writeNumberField("utilization_live", kpi.metrics().utilizationLive());
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    static JsonBody matrix(List<MachineMatrixRow> rows, Kpi total) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("rows");
            for (MachineMatrixRow row : rows) {
                json.writeStartObject();
                JsonFields.text(json, "workcenter", row.workcenter());
                JsonFields.text(json, "family", row.family());
                json.writeNumberField("total", row.total());
                byState(json, row.byState());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("total");
            json.writeNumberField("machines", total.machines());
            byState(json, total.byState());
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    static JsonBody options(Map<String, List<Option>> options) {
        return json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("options");
            for (var column : options.entrySet()) {
                json.writeArrayFieldStart(ColumnNames.camel(column.getKey()));
                for (Option option : column.getValue()) {
                    json.writeStartObject();
                    JsonFields.text(json, "value", option.value());
                    json.writeNumberField("machines", option.count());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    static JsonBody cards(List<WorkcenterCard> cards) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("cards");
            for (WorkcenterCard card : cards) {
                json.writeStartObject();
                JsonFields.text(json, "workcenter", card.workcenter());
                JsonFields.whole(json, "order", card.order());
                JsonFields.whole(json, "lots", card.lots());
                JsonFields.whole(json, "qty", card.qty());
                JsonFields.whole(json, "holdLots", card.holdLots());
                json.writeNumberField("machines", card.machines());
                byState(json, card.byState());
                json.writeNumberField("runShare", card.runShare());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private static void byState(JsonGenerator json, Map<E10State, Long> byState)
            throws IOException {
        json.writeObjectFieldStart("byState");
        for (var state : new EnumMap<>(byState).entrySet()) {
            json.writeNumberField(state.getKey().name(), state.getValue());
        }
        json.writeEndObject();
    }
}
