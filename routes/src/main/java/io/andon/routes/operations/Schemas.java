package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Schemas of the answers that programs of others judge by, taken from the contract. */
public final class Schemas {
    private static final Map<String, String> PUBLISHED =
            Map.of(
                    "health", "Health",
                    "health-probe", "HealthProbe",
                    "health-deep", "HealthDeep",
                    "problem", "Problem");

    private Schemas() {}

    /** Name to document: JSON Schema 2020-12 that needs no other one. */
    public static Map<String, String> load() {
        Map<String, Object> contract = OpenApi.load();
        var mapper = new ObjectMapper();
        var documents = new LinkedHashMap<String, String>();
        PUBLISHED.forEach((name, component) -> {
            var schema = new LinkedHashMap<String, Object>();
            schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.put("$id", "/docs/schemas/" + name + ".json");
            schema.put("$ref", "#/components/schemas/" + component);
            schema.put("components", Map.of("schemas", schemas(contract)));
            try {
                documents.put(name, mapper.writeValueAsString(schema));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the contract is plain maps and lists", e);
            }
        });
        return documents;
    }

    private static Object schemas(Map<String, Object> contract) {
        if (contract.get("components") instanceof Map<?, ?> components
                && components.get("schemas") instanceof Map<?, ?> schemas) {
            return schemas;
        }
        throw new IllegalStateException("the contract has no schemas");
    }
}
