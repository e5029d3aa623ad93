package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.column.BooleanColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TextColumn;
import io.andon.cache.column.TimeColumn;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How values stand in JSON: null as null, times as ISO 8601 UTC. */
public final class JsonFields {
    private JsonFields() {}

    public static void text(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        json.writeFieldName(name);
        if (value == null) json.writeNull();
        else json.writeString(value);
    }

    public static void whole(JsonGenerator json, String name, @Nullable Long value)
            throws IOException {
        json.writeFieldName(name);
        if (value == null) json.writeNull();
        else json.writeNumber(value);
    }

    public static void time(JsonGenerator json, String name, @Nullable Instant value)
            throws IOException {
        text(json, name, value == null ? null : value.toString());
    }

    /** The cell of a column. */
    static void cell(JsonGenerator json, String name, Column column, int row) throws IOException {
        json.writeFieldName(name);
        if (column.isNull(row)) {
            json.writeNull();
            return;
        }
        switch (column) {
            case LongColumn longs -> json.writeNumber(longs.at(row));
            case DoubleColumn doubles -> json.writeNumber(doubles.at(row));
            case BooleanColumn booleans -> json.writeBoolean(booleans.at(row));
            case TimeColumn times ->
                    json.writeString(Instant.ofEpochMilli(times.at(row)).toString());
            case TextColumn texts -> json.writeString(texts.text(row));
        }
    }
}
