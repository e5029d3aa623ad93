package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.disk.SavedVersion;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.SnapshotStore;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.refresh.DiskState;
import io.andon.processors.refresh.DiskSteps;
import java.io.IOException;
import java.util.Optional;

/** The saved versions of every table, for operators; without a word to the disk itself. */
final class DiskJson {
    private static final double NANOS_A_SECOND = 1e9;

    private DiskJson() {}

    static void write(JsonGenerator json, DiskSteps disk, SnapshotStore store) throws IOException {
        json.writeArrayFieldStart("disk");
        for (DiskState state : disk.states()) {
            Optional<SavedVersion> newest = Optional.ofNullable(state.newest());
            json.writeStartObject();
            json.writeStringField("table", state.table().value());
            JsonFields.whole(json, "version", newest.map(SavedVersion::version).orElse(null));
            JsonFields.time(json, "savedAt", newest.map(SavedVersion::savedAt).orElse(null));
            JsonFields.time(json, "verifiedAt", newest.map(SavedVersion::verifiedAt).orElse(null));
            JsonFields.whole(json, "bytes", newest.map(SavedVersion::bytes).orElse(null));
            json.writeNumberField("kept", state.kept().size());
            json.writeNumberField("aside", state.aside());
            json.writeFieldName("saveSeconds");
            if (state.lastSave().isEmpty()) json.writeNull();
            else json.writeNumber(state.lastSave().get().toNanos() / NANOS_A_SECOND);
            json.writeFieldName("freeBytes");
            if (state.freeBytes().isEmpty()) json.writeNull();
            else json.writeNumber(state.freeBytes().getAsLong());
            JsonFields.text(
                    json,
                    "code",
                    store.state(state.table())
                            .disk()
                            .map(Degradation::code)
                            .map(Enum::name)
                            .orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
