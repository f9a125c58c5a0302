package dev.imprimatur.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The whole document: every route of the API, of what the code and {@code openapi.yml} say. */
final class Description {

    private Description() {}

    /** The text of the document; fails with all that is not said of some route. */
    static String of(List<Route> routes) {
        Words words = Words.read();
        Schemas schemas = new Schemas(words);
        Map<String, Object> paths = new TreeMap<>();
        for (Route route : routes) {
            Map<String, Object> path = new LinkedHashMap<>(Words.map(paths, route.path()));
            path.put(
                    route.method().toLowerCase(Locale.ROOT),
                    new Operation(route, words, schemas).describe());
            paths.put(route.path(), path);
        }
        schemas.worded("Problem");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", words.part("info"));
        document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("security", List.of(Map.of("bearer", List.of())));
        document.put("tags", tags(words));
        document.put("paths", paths);
        document.put("components", components(words, schemas));
        assertThat(words.complaints("routes", "schemas", "parameters", "headers", "problems"))
                .as("What openapi.yml does not say, or says of what is not there")
                .isEmpty();
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(document)
                + "\n";
    }

    private static List<Map<String, Object>> tags(Words words) {
        return words.part("tags").entrySet().stream()
                .<Map<String, Object>>map(
                        tag ->
                                Words.merged(
                                        Map.of("name", tag.getKey()),
                                        Map.of("description", tag.getValue())))
                .toList();
    }

    private static Map<String, Object> components(Words words, Schemas schemas) {
        Map<String, Object> responses = new TreeMap<>();
        words.part("problems")
                .forEach(
                        (status, _) -> {
                            Map<String, Object> problem =
                                    new LinkedHashMap<>(Words.map(words.part("problems"), status));
                            String name = String.valueOf(problem.remove("name"));
                            problem.put(
                                    "content",
                                    Map.of(
                                            "application/problem+json",
                                            Map.of(
                                                    "schema",
                                                    Map.of(
                                                            "$ref",
                                                            "#/components/schemas/Problem"))));
                            responses.put(name, problem);
                        });
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas.components());
        components.put("responses", responses);
        components.put("headers", words.part("headers"));
        components.put("securitySchemes", words.part("security"));
        return components;
    }
}
