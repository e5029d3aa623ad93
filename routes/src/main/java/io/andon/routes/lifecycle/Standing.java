package io.andon.routes.lifecycle;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * The configuration in force.
 *
 * @param generation 1 after a start, and one more with each reload that was applied
 * @param since when it came into force
 * @param fingerprint as {@code /admin/api/config} has it; secrets are not in it
 */
public record Standing(int generation, Instant since, String fingerprint) {
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("generation", generation);
        json.writeStringField("since", since.toString());
        json.writeStringField("fingerprint", fingerprint);
        json.writeEndObject();
    }
}
