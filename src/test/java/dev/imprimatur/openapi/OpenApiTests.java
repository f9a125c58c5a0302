package dev.imprimatur.openapi;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** The description that is served is that of the service. */
@ServiceTest
class OpenApiTests {

    private static final Path DOCUMENT = Path.of("src/main/resources/openapi.json");

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;

    @Test
    void theDescriptionIsWhatTheCodeSays() throws IOException {
        String wanted = Description.of(Route.mapped(context));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, wanted);
            return;
        }
        assertThat(Files.readString(DOCUMENT))
                .as(
                        "%s is not what the code and openapi.yml say: run this test once more with"
                                + " -Dtest=OpenApiTests -Ddocs.write=true",
                        DOCUMENT)
                .isEqualTo(wanted);
    }

    @Test
    void everyMappedRouteIsDescribedAndNoOther() {
        Set<String> mapped = new TreeSet<>();
        Route.mapped(context).forEach(route -> mapped.add(route.key()));
        Set<String> described = new TreeSet<>();
        JsonNode paths = ServiceClient.json(document()).get("paths");
        paths.forEachEntry(
                (path, calls) ->
                        calls.propertyNames()
                                .forEach(
                                        method ->
                                                described.add(
                                                        method.toUpperCase(ROOT) + " " + path)));

        assertThat(described).isEqualTo(mapped).hasSizeGreaterThan(40);
    }

    @Test
    void itIsServedToEverybodyAndSentOnce() {
        HttpResponse<String> first = document();
        String tag = first.headers().firstValue("ETag").orElse("");
        ServiceClient nobody = new ServiceClient(port);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(first.headers().firstValue("Cache-Control").orElse("")).contains("public");
        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        HttpResponse<String> again =
                nobody.send(nobody.to("/_/api/openapi.json").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(List.of(nobody.get("/_/api/openapi.yaml").statusCode())).containsExactly(401);
    }

    private HttpResponse<String> document() {
        return new ServiceClient(port).get("/_/api/openapi.json");
    }
}
