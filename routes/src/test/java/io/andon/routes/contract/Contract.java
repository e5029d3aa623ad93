package io.andon.routes.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.andon.routes.operations.OpenApi;
import io.andon.routes.running.Reply;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The OpenAPI document as something that answers can be held to. */
final class Contract {
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
                    .metaSchema(
                            JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                                    .keyword(new NonValidationKeyword("components"))
                                    .build())
                    .build();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final IdentityHashMap<JsonNode, JsonSchema> schemas = new IdentityHashMap<>();
    private final JsonNode document = new ObjectMapper().valueToTree(OpenApi.load());

    /** One operation of the document. */
    record Operation(String id, String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** One body of an operation's response, with the schema that it must satisfy. */
    record Body(String response, String mediaType, JsonNode content) {}

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(verb ->
                                        operations.add(
                                                new Operation(
                                                        verb.getValue()
                                                                .path("operationId")
                                                                .asText(),
                                                        verb.getKey(),
                                                        path.getKey(),
                                                        verb.getValue()))));
        return operations;
    }

    Operation operation(String id) {
        return operations().stream().filter(each -> each.id().equals(id)).findAny().orElseThrow();
    }

    /** An operation's parameters, references resolved. */
    List<JsonNode> parameters(Operation operation) {
        var parameters = new ArrayList<JsonNode>();
        operation.node().path("parameters").forEach(each -> parameters.add(resolve(each)));
        return parameters;
    }

    /** The response of a status, or the default one. */
    JsonNode response(Operation operation, int status) {
        JsonNode responses = operation.node().path("responses");
        String key = Integer.toString(status);
        return resolve(responses.has(key) ? responses.path(key) : responses.path("default"));
    }

    /** Every example body that the document gives for the operation. */
    List<Body> bodies(Operation operation) {
        var bodies = new ArrayList<Body>();
        for (Map.Entry<String, JsonNode> response :
                operation.node().path("responses").properties()) {
            resolve(response.getValue())
                    .path("content")
                    .properties()
                    .forEach(content ->
                            bodies.add(
                                    new Body(
                                            response.getKey(),
                                            content.getKey(),
                                            content.getValue())));
        }
        return bodies;
    }

    JsonNode resolve(JsonNode node) {
        if (!node.has("$ref")) return node;
        return document.at(node.path("$ref").asText().substring(1));
    }

    JsonNode codes() {
        return document.at("/components/schemas/Code/enum");
    }

    JsonNode document() {
        return document;
    }

    /** What is wrong with a reply by the document: nothing, or one line a mistake. */
    List<String> mistakes(Operation operation, Reply reply) {
        var mistakes = new ArrayList<String>();
        JsonNode response = response(operation, reply.status());
        if (response.isMissingNode()) return List.of("no response for " + reply.status());
        headers(response, reply, mistakes);
        String mediaType = reply.contentType().replaceFirst(";.*", "").strip();
        JsonNode content = response.path("content").path(mediaType);
        if (content.isMissingNode()) {
            mistakes.add("%d as '%s' is not declared".formatted(reply.status(), mediaType));
        } else if (mediaType.endsWith("json")) {
            mistakes.addAll(mistakes(content.path("schema"), reply.body()));
        }
        return mistakes;
    }

    private void headers(JsonNode response, Reply reply, List<String> mistakes) {
        for (var declared : response.path("headers").properties()) {
            JsonNode header = resolve(declared.getValue());
            var value = reply.header(declared.getKey().toLowerCase(java.util.Locale.ROOT));
            if (value.isEmpty()) {
                if (header.path("required").asBoolean()) {
                    mistakes.add("header " + declared.getKey() + " is missing");
                }
                continue;
            }
            boolean number = header.at("/schema/type").asText().equals("integer");
            mistakes.addAll(
                    mistakes(
                            header.path("schema"), number ? value.get() : '"' + value.get() + '"'));
        }
    }

    /** What is wrong with a JSON text by a schema of the document. */
    List<String> mistakes(JsonNode schema, String json) {
        return schemas
                .computeIfAbsent(schema, this::compile)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        return SCHEMAS.getSchema(root, CONFIG);
    }
}
