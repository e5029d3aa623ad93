package io.andon.routes.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.processors.compose.Encode;
import io.andon.processors.compose.JsonFields;
import io.andon.routes.edge.AdminObserver.Act;
import io.andon.routes.log.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that an administrator did or tried.
 *
 * @param status of the answer; empty when the peer left before it
 */
record AuditEntry(
        Instant at,
        String address,
        String method,
        String path,
        Optional<String> query,
        OptionalInt status,
        Optional<String> traceId) {
    /** What is asked is written no longer than that. */
    static final int TEXT_MAX = 500;

    /** Who came with the admin token is all that is known of him beside his address. */
    private static final String CREDENTIAL = "token";

    private static final ObjectMapper JSON = new ObjectMapper();

    static AuditEntry of(Act act, Instant at, Redaction redaction) {
        return new AuditEntry(
                at,
                act.address(),
                act.method(),
                cut(redaction.apply(act.path())),
                act.query().map(redaction::apply).map(AuditEntry::cut),
                act.status(),
                act.traceId());
    }

    /** What became of it, as the status says. */
    String result() {
        if (status.isEmpty()) return "unanswered";
        int code = status.getAsInt();
        if (code == 202) return "deferred";
        if (code < 300) return "applied";
        return code < 500 ? "rejected" : "failed";
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", at.toString());
        json.writeObjectFieldStart("who");
        json.writeStringField("address", address);
        json.writeStringField("credential", CREDENTIAL);
        json.writeEndObject();
        json.writeStringField("method", method);
        json.writeStringField("path", path);
        JsonFields.text(json, "query", query.orElse(null));
        JsonFields.whole(json, "status", status.isPresent() ? (long) status.getAsInt() : null);
        json.writeStringField("result", result());
        JsonFields.text(json, "traceId", traceId.orElse(null));
        json.writeEndObject();
    }

    /** One line of the file. */
    byte[] line() {
        byte[] object = Encode.bytes(this::write);
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    /** The entry of a line; empty when the line is none. */
    static Optional<AuditEntry> parse(String line) {
        try {
            JsonNode entry = JSON.readTree(line.getBytes(StandardCharsets.UTF_8));
            JsonNode status = entry.path("status");
            return Optional.of(
                    new AuditEntry(
                            Instant.parse(entry.path("at").asText()),
                            entry.at("/who/address").asText(),
                            entry.path("method").asText(),
                            entry.path("path").asText(),
                            text(entry.path("query")),
                            status.isInt() ? OptionalInt.of(status.asInt()) : OptionalInt.empty(),
                            text(entry.path("traceId"))));
        } catch (IOException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
