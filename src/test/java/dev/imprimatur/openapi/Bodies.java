package dev.imprimatur.openapi;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds bodies against the schemas of a description. Stricter than a client should be: a member
 * that is not described is a complaint, in answers, too.
 */
final class Bodies {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));
    private final JsonNode components;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    Bodies(JsonNode document) {
        this.components = moved(document.path("components").path("schemas"));
        components.forEach(Bodies::close);
    }

    /** What is wrong with a body; empty: nothing. */
    List<String> complaints(JsonNode schema, String body) {
        return compiled
                .computeIfAbsent(schema, this::compile)
                .validate(body, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode root = (ObjectNode) moved(schema);
        root.set("$defs", components);
        return registry.getSchema(root);
    }

    /** A schema by itself has its components elsewhere. */
    private static JsonNode moved(JsonNode schema) {
        return JSON.readTree(schema.toString().replace("#/components/schemas/", "#/$defs/"));
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Bodies::close);
    }
}
