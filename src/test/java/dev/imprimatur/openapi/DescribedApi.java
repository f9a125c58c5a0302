package dev.imprimatur.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds what tests send and receive against the description of the API: a status, a header, a
 * member that is not described fails the test that met it, and so does a body that was accepted
 * although it is described otherwise.
 */
public final class DescribedApi {

    private static final DescribedApi SHIPPED = new DescribedApi(shipped());

    /** Headers that say something of the API; the others are of HTTP, or of every answer. */
    private static final Set<String> TELLING = Set.of("link", "location", "etag", "retry-after");

    private final JsonNode document;
    private final Bodies bodies;
    private final List<Call> calls = new ArrayList<>();

    DescribedApi(JsonNode document) {
        this.document = document;
        this.bodies = new Bodies(document);
        document.path("paths")
                .forEachEntry(
                        (path, methods) ->
                                methods.forEachEntry(
                                        (method, operation) ->
                                                calls.add(Call.of(method, path, operation))));
        // The most literal path first, as Spring MVC matches.
        calls.sort(Comparator.comparingInt(Call::variables));
    }

    /** One described call. */
    private record Call(String method, Pattern path, int variables, String at, JsonNode operation) {

        static Call of(String method, String path, JsonNode operation) {
            String[] literals = path.split("\\{[^}]+}", -1);
            List<String> quoted = List.of(literals).stream().map(Pattern::quote).toList();
            return new Call(
                    method.toUpperCase(Locale.ROOT),
                    Pattern.compile(String.join("[^/]+", quoted)),
                    literals.length - 1,
                    method.toUpperCase(Locale.ROOT) + " " + path,
                    operation);
        }
    }

    /** Fails where the shipped description says otherwise; what it does not describe passes. */
    public static void check(HttpRequest request, HttpResponse<String> response) {
        SHIPPED.checkAnswer(request, response);
    }

    void checkAnswer(HttpRequest request, HttpResponse<String> response) {
        Optional<Call> found =
                calls.stream()
                        .filter(call -> call.method().equals(request.method()))
                        .filter(call -> call.path().matcher(request.uri().getRawPath()).matches())
                        .findFirst();
        if (found.isPresent()) {
            check(found.get(), request, response);
        }
    }

    private void check(Call call, HttpRequest request, HttpResponse<String> response) {
        String which = call.at() + " answered " + response.statusCode() + ": " + response.body();
        JsonNode answer =
                resolved(
                        call.operation()
                                .path("responses")
                                .path(Integer.toString(response.statusCode())));
        assertThat(answer.isMissingNode()).as("Not described: %s", which).isFalse();
        checkHeaders(answer.path("headers"), response, which);
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode content = answer.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(which).isEmpty();
        } else {
            JsonNode media = content.path(type.split(";", -1)[0]);
            assertThat(media.isMissingNode()).as("Not described: %s as %s", which, type).isFalse();
            if (type.contains("json") && !type.contains("ndjson")) {
                assertThat(bodies.complaints(media.path("schema"), response.body()))
                        .as("Described otherwise: %s", which)
                        .isEmpty();
            }
        }
        JsonNode read = call.operation().path("requestBody");
        if (response.statusCode() < 300 && !read.isMissingNode()) {
            String sent = Sent.bodyOf(request);
            if (!sent.isEmpty() || read.path("required").booleanValue()) {
                JsonNode schema = read.path("content").path("application/json").path("schema");
                assertThat(bodies.complaints(schema, sent))
                        .as("Accepted, but described otherwise: %s %s", call.at(), sent)
                        .isEmpty();
            }
        }
    }

    private void checkHeaders(JsonNode headers, HttpResponse<String> response, String which) {
        Set<String> described = new TreeSet<>();
        headers.forEachEntry(
                (name, header) -> {
                    described.add(name.toLowerCase(Locale.ROOT));
                    if (resolved(header).path("required").asBoolean(false)) {
                        assertThat(response.headers().firstValue(name))
                                .as("The header %s: %s", name, which)
                                .isPresent();
                    }
                });
        for (String name : response.headers().map().keySet()) {
            if (TELLING.contains(name.toLowerCase(Locale.ROOT))) {
                assertThat(described)
                        .as("Not described: %s", which)
                        .contains(name.toLowerCase(Locale.ROOT));
            }
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    private static JsonNode shipped() {
        try {
            return JsonMapper.shared()
                    .readTree(new ClassPathResource("openapi.json").getContentAsString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
