package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.ProblemFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How people find, export and follow what happened. */
@ServiceTest
class EventApiTests {

    private static final Pattern ATTEMPT = Pattern.compile("\\(attempt ([0-9a-z]{10})\\)$");

    @LocalServerPort private int port;
    private Publishing publishing;
    private ServiceClient admin;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
    }

    @Test
    @DisplayName("Hazard 34: the CI log shows the id under which the owner finds the attempt")
    void aRefusalIsFoundByItsAttempt() {
        publishing.publisher();
        TestToken token = publishing.job().claim("event_name", "workflow_run");
        HttpResponse<String> refused = publishing.mint(token);
        String attempt = attempt(refused);

        assertThat(ServiceClient.json(refused).path("attempt").asString()).isEqualTo(attempt);
        assertThat(attempt(publishing.mint(token))).as("the same token again").isEqualTo(attempt);
        List<JsonNode> found = events("attempt=" + attempt);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().path("type").asString()).isEqualTo("exchange-refused");
        assertThat(found.getFirst().path("projects").path(0).asString())
                .isEqualTo(publishing.normalized());
        assertThat(attempt(publishing.mint(publishing.job().claim("event_name", "workflow_run"))))
                .as("another token")
                .isNotEqualTo(attempt);
    }

    @Test
    void aRefusalThatIsOfNoIndexIsAnEvent() {
        TestToken job =
                TestToken.of(TestProviders.SEMAPHORE, Clock.systemUTC())
                        .claim("aud", TestProviders.SEMAPHORE.issuer())
                        .claim("org", "acme")
                        .claim("org_id", "d7dd33ad-9317-498c-9cc6-51c250749be7")
                        .claim("prj_id", "1e1fcfb5-09c0-487e-b051-2d0b5514c42a")
                        .claim("ref_type", "tag")
                        .claim("job_type", "pipeline_job");

        List<JsonNode> found = events("attempt=" + attempt(publishing.mint(job)));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().path("index").isNull()).isTrue();
        assertThat(found.getFirst().at("/detail/code").asString()).isEqualTo("invalid-token");
    }

    @Test
    void eventsAreFilteredByTypesActorAndTime() {
        publishing.publisher();
        Instant between = Instant.parse(publishing.events().getFirst().path("at").asString());
        publishing.uploadToken();
        String project = "index=pypi&project=" + publishing.project();

        assertThat(types(project + "&type=project-created,publisher-added"))
                .containsExactly("publisher-added", "project-created");
        assertThat(types(project + "&type=project-created&type=token-minted"))
                .containsExactly("token-minted", "project-created");
        assertThat(types(project + "&actor=workload:test-ci"))
                .containsExactly("token-minted", "publisher-pinned");
        assertThat(types(project + "&until=" + between)).doesNotContain("publisher-added");
        assertThat(types(project + "&since=" + between))
                .contains("publisher-added")
                .doesNotContain("project-created");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=nothing",
                "since=yesterday",
                "until=2026-01-01",
                "since=%2B999999999-01-01T00:00:00Z",
                "actor=%00",
                "attempt=%00",
                "index=%00",
                "project=%00"
            })
    @DisplayName("Hazard 25: text that PostgreSQL refuses")
    void aFilterThatCannotBeIsRefused(String query) {
        ProblemFormat.check(admin.get("/_/api/v1/events?" + query), 422, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "application/jsonl, application/json;q=0.5"})
    void theExportIsOneLinePerEventTheOldestFirst(String accept) {
        publishing.publisher();
        publishing.uploadToken();

        HttpResponse<String> export =
                admin.send(
                        admin.to("/_/api/v1/events?index=pypi&project=" + publishing.project())
                                .header("Accept", accept));

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
        assertThat(export.body().lines().map(line -> JsonMapper.shared().readTree(line)))
                .containsExactlyElementsOf(publishing.events().reversed());
        assertThat(export.body()).endsWith("\n");
    }

    @Test
    void theStreamTellsWhatHappensAndGoesOnWhereItWas() throws Exception {
        publishing.publisher();
        List<JsonNode> before = publishing.events();
        String query = "?index=pypi&project=" + publishing.project();
        String firstId = before.getLast().path("id").asString();
        try (Stream stream = open(query, firstId)) {
            Map<String, String> added = stream.next();
            assertThat(added).containsEntry("event", "publisher-added");
            assertThat(added.get("id")).isEqualTo(before.getFirst().path("id").asString());

            publishing.uploadToken();
            assertThat(stream.next()).containsEntry("event", "publisher-pinned");
            Map<String, String> minted = stream.next();
            assertThat(minted).containsEntry("event", "token-minted");
            assertThat(JsonMapper.shared().readTree(minted.get("data")))
                    .isEqualTo(publishing.events().getFirst());
        }
    }

    @Test
    void aPlaceInTheStreamThatIsNoneIsRefused() {
        HttpResponse<String> refused =
                admin.send(
                        admin.to("/_/api/v1/events")
                                .header("Accept", "text/event-stream")
                                .header("Last-Event-ID", "x"));

        ProblemFormat.check(refused, 422, "invalid-request");
    }

    @Test
    void askingForTheHeadOfAStreamEnds() {
        assertThat(
                        admin.send(
                                        admin.to("/_/api/v1/events")
                                                .header("Accept", "text/event-stream")
                                                .HEAD())
                                .statusCode())
                .isEqualTo(200);
    }

    private Stream open(String query, String lastEventId) throws Exception {
        HttpRequest request =
                admin.to("/_/api/v1/events" + query)
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", lastEventId)
                        .build();
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<InputStream> response =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new Stream(
                http,
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private record Stream(HttpClient http, BufferedReader lines) implements AutoCloseable {

        /** The next event that has data, field by field. */
        Map<String, String> next() throws IOException {
            Map<String, String> fields = new HashMap<>();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("The stream ended");
                }
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
                } else if (fields.containsKey("data")) {
                    return fields;
                } else {
                    fields.clear();
                }
            }
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private static String attempt(HttpResponse<String> refused) {
        Matcher matcher = ATTEMPT.matcher(Publishing.description(refused));
        assertThat(matcher.find()).as(refused.body()).isTrue();
        return matcher.group(1);
    }

    private List<String> types(String query) {
        return events(query).stream().map(event -> event.path("type").asString()).toList();
    }

    private List<JsonNode> events(String query) {
        HttpResponse<String> response = admin.get("/_/api/v1/events?" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response).path("items").valueStream().toList();
    }
}
