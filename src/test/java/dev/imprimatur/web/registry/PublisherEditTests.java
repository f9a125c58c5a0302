package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** Publishers edited in place, by callers who say what they have seen. */
@ServiceTest
class PublisherEditTests {

    private static final String OTHER_WORKFLOW = "{\"fields\": {\"workflow\": \"other.yml\"}}";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private Registry registry;
    private ServiceClient admin;
    private String project;
    private long id;
    private String path;

    @BeforeEach
    void aPublisher() {
        registry = new Registry(port);
        admin = registry.admin;
        project = Registry.newName();
        id = registry.addPublisher(project);
        path = Registry.publishers(project) + "/" + id;
    }

    @Test
    void anEditChangesWhatItNamesAndNothingElse() {
        HttpResponse<String> read = admin.get(path);
        assertThat(etag(read)).isEqualTo("\"0\"");

        HttpResponse<String> edited =
                patch(
                        "\"0\"",
                        "{\"fields\": {\"workflow\": \"x.yml\", \"environment\": \"pypi\"}}");

        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(etag(edited)).isEqualTo("\"1\"");
        JsonNode publisher = ServiceClient.json(edited);
        assertThat(publisher.get("id").longValue()).isEqualTo(id);
        assertThat(publisher.get("fields").toString())
                .isEqualTo(
                        "{\"environment\":\"pypi\",\"owner\":\"Octo-Org\",\"repository\":\"octo-repo\",\"workflow\":\"x.yml\"}");
        assertThat(publisher.get("enabled").booleanValue()).isTrue();
        assertThat(publisher.get("changed_by").stringValue()).startsWith("api-token:");
        assertThat(publisher.get("notes").isEmpty()).isTrue();
        assertThat(etag(admin.get(path))).isEqualTo("\"1\"");
        assertThat(ServiceClient.json(admin.get(path)).get("fields"))
                .isEqualTo(publisher.get("fields"));

        JsonNode without =
                ServiceClient.json(patch("\"1\"", "{\"fields\": {\"environment\": null}}"));
        assertThat(without.get("fields").has("environment")).isFalse();

        assertThat(registry.events(project))
                .containsExactly(
                        "publisher-changed",
                        "publisher-changed",
                        "publisher-added",
                        "project-created");
        JsonNode first = registry.eventsOf(project).get(1).get("detail");
        assertThat(first.at("/before/workflow").stringValue()).isEqualTo("release.yml");
        assertThat(first.at("/fields/workflow").stringValue()).isEqualTo("x.yml");
        assertThat(first.get("publisher").longValue()).isEqualTo(id);
    }

    @Test
    void anEditMustSayWhatItsCallerHasSeen() {
        JsonNode none =
                ProblemFormat.check(
                        admin.send("PATCH", path, OTHER_WORKFLOW), 428, "precondition-required");
        assertThat(none.get("detail").stringValue()).contains("If-Match", "ETag");

        assertThat(patch("\"0\"", OTHER_WORKFLOW).statusCode()).isEqualTo(200);
        for (String stale : List.of("\"0\"", "W/\"1\"", "1", "", "\"", "\"2\"", ",".repeat(2000))) {
            JsonNode problem =
                    ProblemFormat.check(
                            patch(stale, "{\"enabled\": false}"), 412, "precondition-failed");
            assertThat(problem.get("detail").stringValue()).contains("GET it again");
            ProblemFormat.check(delete(stale), 412, "precondition-failed");
        }

        assertThat(patch("\"7\", \"1\"", "{\"enabled\": false}").statusCode()).isEqualTo(200);
        assertThat(patch("*", "{\"enabled\": true}").statusCode()).isEqualTo(200);
        assertThat(delete("\"3\"").statusCode()).isEqualTo(204);
        ProblemFormat.check(patch("\"3\"", "{}"), 404, "not-found");
        ProblemFormat.check(admin.send("PATCH", path, "{}"), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"fields\": {}}",
                "{\"fields\": null, \"enabled\": null}",
                "{\"enabled\": true}",
                "{\"fields\": {\"workflow\": \" release.yml \", \"environment\": \"\"}}"
            })
    void anEditThatChangesNothingLeavesNoTrace(String nothing) {
        HttpResponse<String> answer = patch("\"0\"", nothing);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(etag(answer)).isEqualTo("\"0\"");
        assertThat(ServiceClient.json(answer).get("changed_at").isNull()).isTrue();
        assertThat(registry.events(project)).containsExactly("publisher-added", "project-created");
    }

    @Test
    void whatComesOutIsHeldToTheDefinitionAsAWhole() {
        JsonNode problem =
                ProblemFormat.check(
                        patch(
                                "\"0\"",
                                "{\"fields\": {\"owner\": null, \"workflow\": \"a/b.yml\", \"x\": \"y\"}}"),
                        422,
                        "invalid-fields");

        assertThat(problem.get("errors").values())
                .extracting(error -> error.get("field").stringValue())
                .containsExactly("owner", "workflow", "fields");
        ProblemFormat.check(patch("\"0\"", "{\"provider\": \"gitlab\"}"), 400, "bad-request");
        assertThat(etag(admin.get(path))).isEqualTo("\"0\"");
    }

    @Test
    void anEditThatWouldMakeATwinIsRefusedWithItsId() {
        String twin = Registry.GITHUB.replace("release.yml", "other.yml");
        long other =
                ServiceClient.json(admin.post(Registry.publishers(project), twin))
                        .get("id")
                        .longValue();

        for (String query : List.of("", "?dry_run=true")) {
            HttpResponse<String> answer = patch(path + query, "\"0\"", OTHER_WORKFLOW);
            JsonNode problem = ProblemFormat.check(answer, 409, "duplicate");
            assertThat(problem.get("existing_id").longValue()).isEqualTo(other);
            assertThat(answer.headers().firstValue("Location"))
                    .hasValue(Registry.publishers(project) + "/" + other);
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeAndChangesNothing() {
        HttpResponse<String> answer = patch(path + "?dry_run=true", "\"0\"", OTHER_WORKFLOW);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ServiceClient.json(answer).propertyNames())
                .containsExactly(
                        "provider", "fields", "enabled", "pins", "pin_state", "notes", "warnings");
        assertThat(ServiceClient.json(answer).at("/fields/workflow").stringValue())
                .isEqualTo("other.yml");
        assertThat(etag(admin.get(path))).isEqualTo("\"0\"");
        ProblemFormat.check(
                admin.send("PATCH", path + "?dry_run=true", OTHER_WORKFLOW),
                428,
                "precondition-required");
    }

    @Test
    void otherNamesAreOtherIdsSoTheirPublisherIsBoundAnew() {
        jdbc.sql(
                        """
                        UPDATE publisher
                           SET pins = '{"repository_id": "74"}', pin_deadline = pin_deadline - interval '3 days'
                         WHERE id = :id
                        """)
                .param("id", id)
                .update();

        JsonNode sameNames = ServiceClient.json(patch("\"0\"", OTHER_WORKFLOW));
        assertThat(sameNames.get("pin_state").stringValue()).isEqualTo("bound");
        JsonNode otherCase =
                ServiceClient.json(patch("\"1\"", "{\"fields\": {\"owner\": \"OCTO-org\"}}"));
        assertThat(otherCase.at("/fields/owner").stringValue()).isEqualTo("OCTO-org");
        assertThat(otherCase.get("pin_state").stringValue()).isEqualTo("bound");

        String newOrg = "{\"fields\": {\"owner\": \"new-org\"}}";
        JsonNode wouldBe = ServiceClient.json(patch(path + "?dry_run=true", "\"2\"", newOrg));
        JsonNode otherNames = ServiceClient.json(patch("\"2\"", newOrg));
        assertThat(List.of("fields", "enabled", "pins", "pin_state", "notes", "warnings"))
                .allSatisfy(
                        member ->
                                assertThat(wouldBe.get(member)).isEqualTo(otherNames.get(member)));
        assertThat(otherNames.get("pins").isNull()).isTrue();
        assertThat(otherNames.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(Instant.parse(otherNames.get("pin_deadline").stringValue()))
                .isEqualTo(
                        Instant.parse(otherNames.get("changed_at").stringValue())
                                .plus(Duration.ofDays(7)));
    }

    @Test
    void switchingOffAndOnAreEventsOfTheirOwn() {
        assertThat(
                        ServiceClient.json(patch("\"0\"", "{\"enabled\": false}"))
                                .get("enabled")
                                .booleanValue())
                .isFalse();
        patch("\"1\"", "{\"enabled\": true, \"fields\": {\"workflow\": \"other.yml\"}}");

        assertThat(registry.events(project))
                .startsWith("publisher-enabled", "publisher-changed", "publisher-disabled");
    }

    @Test
    void whatNoProviderStandsBehindAnyMoreCanOnlyBeSwitchedOff() {
        jdbc.sql("UPDATE publisher SET provider = 'gone' WHERE id = :id").param("id", id).update();

        ProblemFormat.check(patch("\"0\"", OTHER_WORKFLOW), 422, "invalid-fields");
        assertThat(patch("\"0\"", "{\"enabled\": false}").statusCode()).isEqualTo(200);
        ProblemFormat.check(patch("\"1\"", "{\"enabled\": true}"), 422, "invalid-fields");
    }

    @Test
    void ofManyEditsOfOneVersionExactlyOneIsDone() {
        List<Callable<Integer>> edits =
                IntStream.range(0, 12)
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
        assertThat(etag(admin.get(path))).isEqualTo("\"1\"");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void thePublisherOfAnotherProjectCannotBeEdited() {
        String others = Registry.newName();
        long theirs = registry.addPublisher(others);

        ProblemFormat.check(
                patch(Registry.publishers(project) + "/" + theirs, "*", OTHER_WORKFLOW),
                404,
                "not-found");
    }

    @Test
    void whoeverAsksForItAgainGetsTheCountsOfNow() {
        String ofPattern = patternPublisher();
        jdbc.sql(
                        """
                        UPDATE publisher
                           SET exchanges = 7, last_matched_at = now()
                         WHERE id = ANY (:ids)
                        """)
                .param(
                        "ids",
                        new long[] {
                            id, Long.parseLong(ofPattern.substring(ofPattern.lastIndexOf('/') + 1))
                        })
                .update();

        for (String at : List.of(path, ofPattern)) {
            for (String seen : List.of("\"0\"", "W/\"0\"", "*")) {
                HttpResponse<String> again = admin.send(admin.to(at).header("If-None-Match", seen));
                assertThat(again.statusCode()).as(at + seen).isEqualTo(200);
                assertThat(etag(again)).isEqualTo("\"0\"");
                JsonNode publisher = ServiceClient.json(again);
                assertThat(publisher.get("exchanges").longValue()).isEqualTo(7);
                assertThat(publisher.get("last_matched_at").isNull()).isFalse();
            }
        }
    }

    @Test
    void aProjectHasATagThatItsEditsChange() {
        String at = Registry.projects("pypi") + "/" + project;
        String before = etag(admin.get(at));

        String blocked = "{\"blocked_reason\": \"Under review\"}";
        String after = etag(admin.put(at, blocked));

        assertThat(after).isNotEqualTo(before);
        assertThat(etag(admin.put(at, blocked))).isEqualTo(after);
        assertThat(etag(admin.get(at))).isEqualTo(after);
    }

    private String patternPublisher() {
        return admin.post(
                        "/_/api/v1/indexes/pypi/publishers",
                        Registry.GITHUB.replaceFirst(
                                "\\{", "{\"projects\": \"%s-*\", ".formatted(project)))
                .headers()
                .firstValue("Location")
                .orElseThrow();
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

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("");
    }
}
