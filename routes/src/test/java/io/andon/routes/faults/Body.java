package io.andon.routes.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One body as it was sent, taken apart once however often it comes.
 *
 * @param data the text of {@code data}; empty without one
 * @param troubles what {@code meta.degraded} says
 */
record Body(
        String path,
        int status,
        String contentType,
        String text,
        String data,
        Map<String, Long> versions,
        List<Trouble> troubles,
        boolean stale,
        JsonNode json) {

    /** A code that a table carries. */
    record Trouble(String code, String table, String since) {}

    static Body of(Reply reply) {
        JsonNode json = reply.json();
        var troubles = new ArrayList<Trouble>();
        for (JsonNode each : json.at("/meta/degraded")) {
            troubles.add(
                    new Trouble(
                            each.path("code").asText(),
                            each.path("table").asText(),
                            each.path("since").asText()));
        }
        return new Body(
                reply.path(),
                reply.status(),
                reply.contentType(),
                reply.body(),
                json.has("data") ? reply.dataText() : "",
                reply.versions(),
                List.copyOf(troubles),
                json.at("/meta/stale").asBoolean(),
                json);
    }

    /** By its text alone, which says everything. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Body body
                && status == body.status
                && path.equals(body.path)
                && text.equals(body.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The codes of a table, in their order. */
    List<String> codes(String table) {
        return troubles.stream()
                .filter(each -> each.table().equals(table))
                .map(Trouble::code)
                .toList();
    }
}
