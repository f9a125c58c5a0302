package dev.imprimatur.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description is a sound OpenAPI 3.1 document, so that tools can read it. */
class OpenApiFormTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document = JSON.readTree(text("openapi.json"));

    @Test
    void itHasThePartsThatTheSpecificationKnowsAndNoOthers() {
        JsonNode form =
                JSON.valueToTree(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .load(text("openapi-form.yml")));

        assertThat(registry.getSchema(form).validate(document)).isEmpty();
    }

    @Test
    void itsSchemasAreSchemas() {
        Schema meta =
                registry.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        List<JsonNode> schemas = new ArrayList<>();
        collect(document, schemas);
        document.at("/components/schemas").forEach(schemas::add);

        assertThat(schemas).hasSizeGreaterThan(100);
        assertThat(schemas)
                .allSatisfy(
                        schema ->
                                assertThat(meta.validate(schema.toString(), InputFormat.JSON))
                                        .as(schema.toString())
                                        .isEmpty());
        assertThat(meta.validate("{\"type\": \"text\"}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryPartIsReferredTo() {
        Set<String> references = new TreeSet<>();
        references(document, references);
        Set<String> parts = new TreeSet<>();
        for (String kind : List.of("schemas", "responses", "headers")) {
            document.at("/components/" + kind)
                    .propertyNames()
                    .forEach(name -> parts.add("#/components/" + kind + "/" + name));
        }

        assertThat(references).isEqualTo(parts);
    }

    @Test
    void everyCallHasANameOfItsOwnAndAllThatItsPathAsksFor() {
        Set<String> tags = new HashSet<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").asString()));
        Set<String> names = new HashSet<>();
        document.path("paths")
                .forEachEntry(
                        (path, calls) ->
                                calls.forEach(
                                        call -> {
                                            String id = call.path("operationId").asString();
                                            assertThat(names.add(id)).as(id).isTrue();
                                            assertThat(tags)
                                                    .contains(call.path("tags").path(0).asString());
                                            assertThat(pathParameters(call))
                                                    .as(path)
                                                    .isEqualTo(variables(path));
                                            assertThat(call.path("responses").propertyNames())
                                                    .as(id)
                                                    .anyMatch(status -> status.startsWith("2"));
                                        }));
    }

    private static Set<String> variables(String path) {
        Set<String> variables = new TreeSet<>();
        VARIABLE.matcher(path).results().map((MatchResult m) -> m.group(1)).forEach(variables::add);
        return variables;
    }

    private static Set<String> pathParameters(JsonNode call) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : call.path("parameters")) {
            if (parameter.path("in").asString().equals("path")) {
                names.add(parameter.path("name").asString());
            }
        }
        return names;
    }

    private static void collect(JsonNode node, List<JsonNode> schemas) {
        if (node.has("schema")) {
            schemas.add(node.get("schema"));
        }
        node.forEach(each -> collect(each, schemas));
    }

    private static void references(JsonNode node, Set<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.get("$ref").asString());
        }
        node.forEach(each -> references(each, references));
    }

    private static String text(String resource) {
        try {
            return new ClassPathResource(resource).getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
