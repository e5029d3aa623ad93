package io.andon.processors.health;

import io.andon.processors.compose.JsonBody;
import java.time.Instant;
import java.util.Optional;

/**
 * People work on it, and what it does meanwhile alarms nobody.
 *
 * @param since its begin; an extension does not change it
 * @param until its end, if nobody ends it sooner
 * @param reason what those who wonder read
 */
public record Maintenance(Instant since, Instant until, String reason) {
    /** As it stands in every answer: an object, or null while there is none. */
    public static JsonBody body(Optional<Maintenance> maintenance) {
        return json -> {
            if (maintenance.isEmpty()) {
                json.writeNull();
                return;
            }
            json.writeStartObject();
            json.writeStringField("until", maintenance.get().until().toString());
            json.writeStringField("reason", maintenance.get().reason());
            json.writeStringField("since", maintenance.get().since().toString());
            json.writeEndObject();
        };
    }
}
