package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ServiceTest
class PublisherApiTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private Registry registry;
    private ServiceClient admin;

    @BeforeEach
    void registry() {
        registry = new Registry(port);
        admin = registry.admin;
    }

    @Test
    void aPublisherIsAddedReadListedAndRemoved() {
        String project = Registry.newName();
        HttpResponse<String> added = admin.post(Registry.publishers(project), Registry.GITHUB);

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode publisher = ServiceClient.json(added);
        assertThat(publisher.get("provider").stringValue()).isEqualTo("test-ci");
        assertThat(publisher.at("/fields/owner").stringValue()).isEqualTo("Octo-Org");
        assertThat(publisher.get("pins").isNull()).isTrue();
        assertThat(publisher.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(publisher.get("created_by").stringValue()).startsWith("api-token:");
        Instant created = Instant.parse(publisher.get("created_at").stringValue());
        assertThat(Instant.parse(publisher.get("pin_deadline").stringValue()))
                .isEqualTo(created.plus(Duration.ofDays(7)));

        String location = added.headers().firstValue("Location").orElseThrow();
        JsonNode read = ServiceClient.json(admin.get(location));
        assertThat(read.get("id")).isEqualTo(publisher.get("id"));
        assertThat(read.get("fields")).isEqualTo(publisher.get("fields"));
        JsonNode list = ServiceClient.json(admin.get(Registry.publishers(project)));
        assertThat(list.get("items").values()).containsExactly(read);
        assertThat(list.has("next")).isFalse();

        assertThat(admin.delete(location).statusCode()).isEqualTo(204);
        ProblemFormat.check(admin.get(location), 404, "not-found");
        ProblemFormat.check(admin.delete(location), 404, "not-found");
        assertThat(registry.events(project))
                .containsExactly("publisher-removed", "publisher-added", "project-pending-created");
    }

    @Test
    void anExchangeFindsTheRowByTheKeyOfItsProvider() {
        long id = registry.addPublisher(Registry.newName());

        assertThat(
                        jdbc.sql(
                                        "SELECT lookup_key FROM publisher WHERE id = :id AND index_id = 'pypi'")
                                .param("id", id)
                                .query(String.class)
                                .single())
                .isEqualTo("octo-org\nocto-repo");
        assertThat(
                        jdbc.sql("SELECT fields ->> 'workflow' FROM publisher WHERE id = :id")
                                .param("id", id)
                                .query(String.class)
                                .single())
                .isEqualTo("release.yml");
    }

    @Test
    void whatSaysTheSameIsADuplicateWithTheIdOfTheFirst() {
        String project = Registry.newName();
        long first = registry.addPublisher(project);
        String sameInOtherLetters =
                Registry.GITHUB.replace("Octo-Org", "OCTO-ORG").replace("octo-repo", "Octo-Repo");

        for (String query : List.of("", "?dry_run=true")) {
            HttpResponse<String> again =
                    admin.post(Registry.publishers(project) + query, sameInOtherLetters);
            JsonNode problem = ProblemFormat.check(again, 409, "duplicate");
            assertThat(problem.get("existing_id").longValue()).isEqualTo(first);
            assertThat(again.headers().firstValue("Location"))
                    .hasValue(Registry.publishers(project) + "/" + first);
        }
        assertThat(registry.events(project)).hasSize(2);
    }

    @Test
    @DisplayName("Hazard 39: null, empty and blank are one representation")
    void blankFieldsAreNotThere() {
        String project = Registry.newName();
        registry.addPublisher(project);
        for (String blank : List.of("null", "\"\"", "\"  \"")) {
            String same =
                    Registry.GITHUB.replace(
                            "\"workflow\"", "\"environment\": " + blank + ", \"workflow\"");
            ProblemFormat.check(admin.post(Registry.publishers(project), same), 409, "duplicate");
            JsonNode checked =
                    ServiceClient.json(
                            admin.post(
                                    Registry.publishers(Registry.newName()) + "?dry_run=true",
                                    same));
            assertThat(checked.get("fields").has("environment")).isFalse();
        }
    }

    @Test
    void aDryRunThatIsNotClearlyOneChangesNothing() {
        String project = Registry.newName();
        for (String query :
                List.of("dryrun=true", "dry_run=", "dry_run", "dry_run=false&dry_run=true")) {
            ProblemFormat.check(
                    admin.post(Registry.publishers(project) + "?" + query, Registry.GITHUB),
                    400,
                    "bad-request");
        }
        assertThat(registry.events(project)).isEmpty();
    }

    @Test
    void aDryRunChangesNothing() {
        String project = Registry.newName();
        HttpResponse<String> checked =
                admin.post(Registry.publishers(project) + "?dry_run=true", Registry.GITHUB);

        assertThat(checked.statusCode()).isEqualTo(200);
        assertThat(ServiceClient.json(checked).propertyNames())
                .containsExactly(
                        "provider", "fields", "enabled", "pins", "pin_state", "notes", "warnings");
        ProblemFormat.check(admin.get(Registry.publishers(project)), 404, "not-found");
        assertThat(registry.events(project)).isEmpty();
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void thePublisherOfAnotherProjectIsNone() {
        String own = Registry.newName();
        String others = Registry.newName();
        long id = registry.addPublisher(others);
        registry.addPublisher(own);
        admin.put(Registry.projects("other") + "/" + others, "{}");

        for (String path :
                List.of(
                        Registry.publishers(own),
                        Registry.projects("other") + "/" + others + "/publishers")) {
            ProblemFormat.check(admin.get(path + "/" + id), 404, "not-found");
            ProblemFormat.check(admin.delete(path + "/" + id), 404, "not-found");
        }
        assertThat(admin.get(Registry.publishers(others) + "/" + id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                | provider   | required
                    {"provider": null}                                | provider   | required
                    {"provider": "nobody", "fields": {}}              | provider   | unknown
                    {"provider": "test-ci"}                            | owner      | required
                    {"provider": "test-ci", "fields": {"x": "y"}}      | fields     | unknown
                    {"provider": "test-ci", "fields": {"owner": "-"}}  | owner      | invalid
                    {"provider": "test-ci", "fields": {"environment": "\u0001"}} | environment | unprintable
                    {"provider": "test-ci", "fields": {"workflow": "a/b.yml"}} | workflow | invalid
                    """)
    void everyFieldThatIsWrongIsNamed(String body, String field, String code) {
        String project = Registry.newName();
        String escaped = body.replace("\u0001", "\\u0001");
        JsonNode problem =
                ProblemFormat.check(
                        admin.post(Registry.publishers(project), escaped), 422, "invalid-fields");

        assertThat(problem.get("errors").values())
                .anySatisfy(
                        error -> {
                            assertThat(error.get("field").stringValue()).isEqualTo(field);
                            assertThat(error.get("code").stringValue()).isEqualTo(code);
                            assertThat(error.get("message").stringValue()).isNotBlank();
                        });
        ProblemFormat.check(admin.get(Registry.publishers(project)), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"provider\": \"test-ci\", \"fields\": {\"environment\": \"\\u0000\"}}",
                "{\"provider\": \"test-ci\", \"fields\": {\"environment\": \"\\ud800\"}}",
                "{\"provider\": \"test-ci\", \"fields\": {\"\\u0000\": \"x\"}}",
                "{\"provider\": \"\\u0000\"}",
                "{\"provider\": 1}",
                "{\"provider\": true}",
                "{\"provider\": \"test-ci\", \"fields\": {\"owner\": 1}}",
                "{\"provider\": \"test-ci\", \"fields\": []}",
                "{\"provider\": \"test-ci\", \"field\": {}}",
                "{\"provider\": \"test-ci\", \"provider\": \"gitlab\"}"
            })
    @DisplayName("Hazards 22 and 25: text that cannot be stored, and values of another type")
    void aBodyThatIsNotAsDocumentedIsRefused(String body) {
        assertThat(admin.post(Registry.publishers(Registry.newName()), body).statusCode())
                .isIn(400, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "0", "9223372036854775807", "9223372036854775808", "1.0"})
    void anIdThatIsNoneIsNotThere(String id) {
        String project = Registry.newName();
        registry.addPublisher(project);

        ProblemFormat.check(admin.get(Registry.publishers(project) + "/" + id), 404, "not-found");
    }

    @Test
    void theSamePublisherAddedByManyAtOnceIsThereOnce() throws Exception {
        String project = Registry.newName();
        Callable<Integer> add =
                () -> admin.post(Registry.publishers(project), Registry.GITHUB).statusCode();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers =
                    threads.invokeAll(IntStream.range(0, 12).mapToObj(i -> add).toList());
            List<Integer> codes = answers.stream().map(Future::resultNow).sorted().toList();
            assertThat(codes).startsWith(201, 409).endsWith(409);
            assertThat(codes.subList(1, 12)).containsOnly(409);
        }
        assertThat(registry.events(project))
                .containsExactly("publisher-added", "project-pending-created");
    }

    @Test
    void theProvidersSayEverythingThatAFormNeeds() {
        JsonNode provider = ServiceClient.json(admin.get("/_/api/v1/providers/test-ci"));

        assertThat(provider.get("label").stringValue()).isEqualTo("GitHub Actions");
        assertThat(provider.at("/fields/0").propertyNames())
                .contains(
                        "name",
                        "label",
                        "help",
                        "required",
                        "match",
                        "pattern",
                        "example",
                        "max_length");
        assertThat(provider.at("/fields/0/match").stringValue())
                .isEqualTo("ascii-case-insensitive");
        assertThat(ServiceClient.json(admin.get("/_/api/v1/providers")).get("items").values())
                .contains(provider);
        ProblemFormat.check(admin.get("/_/api/v1/providers/nobody"), 404, "not-found");
    }
}
