package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.query.Count;
import io.andon.cache.query.HoldPareto;
import io.andon.cache.query.Matrix;
import io.andon.cache.query.Summary;
import java.io.IOException;

/** The bodies of the figures about lots, as the contract writes them. */
final class LotJson {
    private LotJson() {}

    static JsonBody summary(Summary summary) {
        return json -> {
            json.writeStartObject();
            json.writeNumberField("lots", summary.lots());
            json.writeNumberField("qty", summary.qty());
            json.writeObjectFieldStart("byStatus");
            for (LotStatus status : LotStatus.values()) {
                count(json, status.name(), summary.byStatus().getOrDefault(status, Count.NONE));
            }
            json.writeEndObject();
            json.writeObjectFieldStart("holdByType");
            for (HoldType type : HoldType.values()) {
                count(json, type.id(), summary.holdByType().getOrDefault(type, Count.NONE));
            }
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    static JsonBody matrix(Matrix matrix) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("rows");
            for (var row : matrix.rows()) {
                json.writeStartObject();
                JsonFields.text(json, "workcenter", row.workcenter());
                JsonFields.whole(json, "order", row.order());
                json.writeNumberField("lots", row.lots());
                json.writeNumberField("qty", row.qty());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("columns");
            for (var column : matrix.columns()) {
                json.writeStartObject();
                JsonFields.text(json, "package", column.pkg());
                json.writeNumberField("lots", column.lots());
                json.writeNumberField("qty", column.qty());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("cells");
            for (var cell : matrix.cells()) {
                json.writeStartArray();
                json.writeNumber(cell.row());
                json.writeNumber(cell.column());
                json.writeNumber(cell.lots());
                json.writeNumber(cell.qty());
                json.writeNumber(cell.holdQty());
                json.writeEndArray();
            }
            json.writeEndArray();
            count(json, "total", matrix.total());
            json.writeEndObject();
        };
    }

    static JsonBody hold(HoldPareto pareto) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("reasons");
            for (var reason : pareto.reasons()) {
                json.writeStartObject();
                JsonFields.text(json, "reason", reason.reason());
                json.writeStringField("holdType", reason.holdType().id());
                json.writeNumberField("lots", reason.lots());
                json.writeNumberField("qty", reason.qty());
                json.writeNumberField("cumulativeShare", reason.cumulativeShare());
                json.writeEndObject();
            }
            json.writeEndArray();
            count(json, "total", pareto.total());
            json.writeEndObject();
        };
    }

    private static void count(JsonGenerator json, String name, Count count) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("lots", count.lots());
        json.writeNumberField("qty", count.qty());
        json.writeEndObject();
    }
}
