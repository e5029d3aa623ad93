package io.andon.routes.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came back: status, headers by lower-case name, body as it was sent. */
public record Reply(String path, int status, Map<String, List<String>> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public String contentType() {
        return header("content-type").orElse("");
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(path + " did not answer with JSON: " + body, e);
        }
    }

    public JsonNode data() {
        return json().path("data");
    }

    /** The text of {@code data} exactly as it stood in the body. */
    public String dataText() {
        return body.substring(0, body.lastIndexOf(",\"meta\":"));
    }

    public JsonNode meta() {
        return json().path("meta");
    }

    /** The code of a problem body, or an empty text. */
    public String code() {
        return json().path("code").asText("");
    }

    /** Table to version, as the answer names them. */
    public Map<String, Long> versions() {
        var versions = new TreeMap<String, Long>();
        meta().path("versions")
                .properties()
                .forEach(each -> versions.put(each.getKey(), each.getValue().asLong()));
        return versions;
    }

    /** The codes in {@code meta.degraded}, in their order. */
    public List<String> degraded() {
        var codes = new ArrayList<String>();
        meta().path("degraded").forEach(each -> codes.add(each.path("code").asText()));
        return codes;
    }
}
