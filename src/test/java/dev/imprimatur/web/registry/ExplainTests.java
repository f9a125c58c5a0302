package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the people of a project are told of a job that they show. */
@ServiceTest
class ExplainTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void aJobThatMatchesIsToldFieldByField() {
        publishing.publisher(publishing.project(), Map.of("environment", "release"));

        JsonNode answer = explainClaims(publishing.job());

        assertThat(answer.path("verdict").asString()).isEqualTo("match");
        assertThat(answer.path("proven").asBoolean()).isFalse();
        assertThat(answer.path("checks").size()).isZero();
        JsonNode publisher = answer.at("/publishers/0");
        assertThat(publisher.path("verdict").asString()).isEqualTo("match");
        assertThat(publisher.path("pin_state").asString()).isEqualTo("waiting");
        assertThat(row(publisher, "owner").path("verdict").asString()).isEqualTo("match");
        assertThat(row(publisher, "environment").path("seen").asString()).isEqualTo("release");
        assertThat(row(publisher, "ref").path("verdict").asString()).isEqualTo("not-set");
        assertThat(row(publisher, "ref").has("cure")).isFalse();
    }

    @Test
    void theNearestPublisherComesFirst() {
        String far =
                publishing.publisher(
                        publishing.project(), Map.of("workflow", "a.yml", "environment", "b"));
        String near = publishing.publisher(publishing.project(), Map.of("environment", "b"));

        JsonNode answer = explainClaims(publishing.job());

        assertThat(answer.path("verdict").asString()).isEqualTo("no-match");
        assertThat(answer.path("publishers").valueStream().map(p -> p.path("id").asString()))
                .containsExactly(near, far);
        JsonNode environment = row(answer.at("/publishers/0"), "environment");
        assertThat(environment.path("verdict").asString()).isEqualTo("mismatch");
        assertThat(environment.path("expected").asString()).isEqualTo("b");
        assertThat(environment.path("seen").asString()).isEqualTo("release");
        assertThat(environment.path("message").asString()).contains("\"release\"", "\"b\"");
        assertThat(environment.path("cure").asString()).contains("environment: ");
    }

    private JsonNode explainClaims(TestToken job) {
        HttpResponse<String> response =
                explain(Map.of("provider", "test-ci", "claims", JSON.readTree(job.payloadText())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    private HttpResponse<String> explain(Map<String, ?> question) {
        return publishing
                .client()
                .asAdmin()
                .post(
                        "/_/api/v1/indexes/pypi/projects/%s/publishers:explain"
                                .formatted(publishing.project()),
                        JSON.writeValueAsString(question));
    }

    private static JsonNode row(JsonNode publisher, String field) {
        return publisher
                .path("fields")
                .valueStream()
                .filter(row -> row.path("field").asString().equals(field))
                .findFirst()
                .orElseThrow();
    }
}
