package dev.imprimatur.publisher;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishers for a pattern of names, edited in place as those of projects are. */
@ServiceTest
class PatternPublisherEditTests {

    private static final String PUBLISHERS = "/_/api/v1/indexes/pypi/publishers";
    private static final String OTHER_WORKFLOW = "{\"fields\": {\"workflow\": \"other.yml\"}}";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private Publishing publishing;
    private ServiceClient admin;
    private String pattern;
    private HttpResponse<String> added;
    private String path;

    @BeforeEach
    void aPublisherForAPattern() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
        pattern = publishing.normalized() + "-*";
        added = add(publishing.fields());
        path = added.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void anEditChangesWhatItNamesAndLeavesItsEvents() {
        assertThat(etag(added)).isEqualTo("\"0\"");
        assertThat(etag(admin.get(path))).isEqualTo("\"0\"");

        HttpResponse<String> edited =
                patch("\"0\"", "{\"fields\": {\"workflow\": \"x.yml\"}, \"enabled\": false}");

        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(etag(edited)).isEqualTo("\"1\"");
        JsonNode publisher = ServiceClient.json(edited);
        assertThat(publisher.get("projects").stringValue()).isEqualTo(pattern);
        assertThat(publisher.at("/fields/workflow").stringValue()).isEqualTo("x.yml");
        assertThat(publisher.at("/fields/owner").stringValue()).isEqualTo(publishing.owner());
        assertThat(publisher.get("enabled").booleanValue()).isFalse();
        assertThat(publisher.get("changed_by").stringValue()).startsWith("api-token:");
        assertThat(patch("\"1\"", "{\"enabled\": true}").statusCode()).isEqualTo(200);

        assertThat(events("type"))
                .containsExactly(
                        "publisher-added",
                        "publisher-changed",
                        "publisher-disabled",
                        "publisher-enabled");
        assertThat(events("coalesce(detail -> 'before' ->> 'workflow', '')"))
                .containsExactly("", "release.yml", "", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fields\": {\"workflow\": \"other.yml\"}}",
                "{\"fields\": {\"owner\": \"somebody-else\"}}",
                "{\"enabled\": false}"
            })
    @DisplayName("Hazard 29: an edit of the publisher kills its upload tokens")
    void anEditKillsTheUploadTokensOfBeforeInThatInstant(String edit) {
        String name = publishing.normalized() + "-new";
        String token = publishing.uploadToken();
        assertThat(publishing.upload(token, name, "1.0").statusCode()).isEqualTo(201);

        assertThat(patch("*", edit).statusCode()).isEqualTo(200);

        assertThat(code(publishing.upload(token, name, "1.1"))).isEqualTo("publisher-removed");
        assertThat(publishing.introspect(token).path("active").asBoolean()).isFalse();
        assertThat(code(publishing.mint(publishing.job()))).isEqualTo("invalid-publisher");
    }

    @Test
    void anEditMustSayWhatItsCallerHasSeen() {
        ProblemFormat.check(
                admin.send("PATCH", path, OTHER_WORKFLOW), 428, "precondition-required");
        assertThat(patch("\"0\"", OTHER_WORKFLOW).statusCode()).isEqualTo(200);

        for (String stale : List.of("\"0\"", "W/\"1\"", "1", "\"2\"")) {
            ProblemFormat.check(patch(stale, "{\"enabled\": false}"), 412, "precondition-failed");
            ProblemFormat.check(delete(stale), 412, "precondition-failed");
        }

        assertThat(delete("\"1\"").statusCode()).isEqualTo(204);
        ProblemFormat.check(patch("\"1\"", "{}"), 404, "not-found");
        ProblemFormat.check(admin.send("PATCH", path, "{}"), 404, "not-found");
    }

    @Test
    void anotherPatternIsAnotherPublisher() {
        for (String other : List.of(pattern, "*")) {
            String edit = "{\"projects\": \"%s\", \"enabled\": false}".formatted(other);
            JsonNode problem = ProblemFormat.check(patch("\"0\"", edit), 422, "invalid-fields");
            assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo("projects");
            assertThat(problem.at("/errors/0/message").stringValue()).contains("Add that one");
        }
        assertThat(etag(admin.get(path))).isEqualTo("\"0\"");
    }

    @Test
    void aTwinIsOneOfTheSamePatternAlone() {
        Map<String, String> fields = publishing.fields();
        fields.put("workflow", "other.yml");
        add(pattern.replace("-*", "-x*"), fields);
        assertThat(patch(path + "?dry_run=true", "\"0\"", OTHER_WORKFLOW).statusCode())
                .isEqualTo(200);
        HttpResponse<String> twin = add(fields);

        for (String query : List.of("", "?dry_run=true")) {
            HttpResponse<String> answer = patch(path + query, "\"0\"", OTHER_WORKFLOW);
            JsonNode problem = ProblemFormat.check(answer, 409, "duplicate");
            assertThat(problem.get("existing_id")).isEqualTo(ServiceClient.json(twin).get("id"));
            assertThat(answer.headers().firstValue("Location"))
                    .isEqualTo(twin.headers().firstValue("Location"));
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeAndChangesNothing() {
        publishing.uploadToken();
        String edit = "{\"fields\": {\"owner\": \"new-org\"}, \"enabled\": false}";

        JsonNode wouldBe = ServiceClient.json(patch(path + "?dry_run=true", "\"0\"", edit));

        assertThat(ServiceClient.json(admin.get(path)).get("pin_state").stringValue())
                .isEqualTo("bound");
        assertThat(etag(admin.get(path))).isEqualTo("\"0\"");
        assertThat(events("type")).doesNotContain("publisher-changed");
        JsonNode done = ServiceClient.json(patch("\"0\"", edit));
        assertThat(wouldBe.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(wouldBe.propertyNames())
                .allSatisfy(member -> assertThat(wouldBe.get(member)).isEqualTo(done.get(member)));
    }

    @Test
    void ofManyEditsOfOneVersionExactlyOneIsDone() {
        List<Callable<Integer>> edits =
                IntStream.range(0, 8)
                        .<Callable<Integer>>mapToObj(
                                i ->
                                        () ->
                                                patch(
                                                                "\"0\"",
                                                                "{\"fields\": {\"workflow\": \"w%d.yml\"}}"
                                                                        .formatted(i))
                                                        .statusCode())
                        .toList();

        assertThat(Together.run(edits)).containsOnlyOnce(200).containsOnly(200, 412);
    }

    private HttpResponse<String> add(Map<String, String> fields) {
        return add(pattern, fields);
    }

    private HttpResponse<String> add(String projects, Map<String, String> fields) {
        HttpResponse<String> answer =
                admin.post(
                        PUBLISHERS,
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "projects",
                                                projects,
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                fields)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private HttpResponse<String> patch(String ifMatch, String body) {
        return patch(path, ifMatch, body);
    }

    private HttpResponse<String> patch(String at, String ifMatch, String body) {
        return admin.send(
                admin.to(at)
                        .header("Content-Type", "application/json")
                        .header("If-Match", ifMatch)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String ifMatch) {
        return admin.send(admin.to(path).header("If-Match", ifMatch).DELETE());
    }

    /** A fact of each event of the pattern, the oldest first. */
    private List<String> events(String fact) {
        return jdbc.sql(
                        "SELECT %s FROM event WHERE projects @> ARRAY[:pattern]::text[] ORDER BY id"
                                .formatted(fact))
                .param("pattern", pattern)
                .query(String.class)
                .list();
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("");
    }
}
