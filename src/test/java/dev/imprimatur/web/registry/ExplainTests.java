package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Caller;
import dev.imprimatur.identity.Examination;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.publisher.Explaining;
import dev.imprimatur.publisher.Explanation;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** What the people of a project are told of a job that they show. */
@ServiceTest
class ExplainTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PROJECT = "/_/api/v1/indexes/pypi/projects/%s";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private Indexes indexes;
    @Autowired private Projects projects;
    @Autowired private IdentityVerifier verifier;
    @Autowired private Explaining explaining;
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

    @Test
    void anIdentityTokenIsProvenAndStaysAsGoodAsItWas() {
        publishing.publisher();
        TestToken job = publishing.job();

        JsonNode answer = explainToken(job);

        assertThat(answer.path("verdict").asString()).isEqualTo("match");
        assertThat(answer.path("proven").asBoolean()).isTrue();
        assertThat(publishing.events()).hasSize(2);
        Publishing.tokenOf(publishing.mint(job));
        assertThat(explainToken(job).at("/publishers/0/pin_state").asString()).isEqualTo("bound");
    }

    @Test
    void aTokenOutOfALogHasExpiredAndIsComparedAllTheSame() {
        publishing.publisher();

        JsonNode answer =
                explainToken(
                        publishing
                                .job()
                                .issued(Instant.now().minusSeconds(7200), Duration.ofMinutes(5)));

        assertThat(answer.path("verdict").asString()).isEqualTo("no-match");
        assertThat(answer.path("checks").size()).isEqualTo(1);
        assertThat(answer.at("/checks/0/code").asString()).isEqualTo("times");
        assertThat(answer.at("/checks/0/claim").asString()).isEqualTo("exp");
        assertThat(answer.at("/publishers/0/verdict").asString()).isEqualTo("match");
    }

    @Test
    @DisplayName("Hazard 16: nothing is explained of what nobody is known to have signed")
    void aTokenThatIsNotSignedIsRefusedAsAtAnExchange() {
        publishing.publisher();
        String forged = publishing.job().signedWith(TestKeys.rsa()).text();

        ProblemFormat.check(explain(Map.of("identity_token", forged)), 422, "invalid-token");
        ProblemFormat.check(explain(Map.of("identity_token", "x")), 422, "invalid-payload");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"provider\": \"test-ci\"}",
                "{\"claims\": {}}",
                "{\"identity_token\": \"x\", \"provider\": \"test-ci\"}",
                "{\"identity_token\": \"x\", \"claims\": {}}",
                "{\"provider\": \"test-ci\", \"claims\": []}",
                "{\"provider\": \"test-ci\", \"claims\": {\"aud\": \"\\ud800\"}}",
                "{\"provider\": \"test-ci\", \"claims\": {\"\\u0000\": 1}}",
                "{\"provider\": 1, \"claims\": {}}"
            })
    @DisplayName("Hazard 25: whatever is shown, it is no fault of ours")
    void aQuestionThatIsNoneIsRefused(String body) {
        publishing.publisher();

        assertThat(post(body).statusCode()).isIn(400, 422);
    }

    @Test
    @DisplayName("Hazard 22: a claim of another type is a row of its own")
    void everyClaimThatIsNotAsDeclaredIsNamed() {
        publishing.publisher();

        JsonNode answer =
                explainClaims(publishing.job().claim("repository_id", 1.5).withoutClaim("sha"));

        assertThat(answer.path("checks").valueStream().map(c -> c.path("claim").asString()))
                .containsExactly("repository_id", "sha");
        assertThat(answer.at("/checks/0/message").asString()).contains("another type");
        assertThat(row(answer.at("/publishers/0"), "owner").path("verdict").asString())
                .isEqualTo("match");
    }

    @Test
    @DisplayName("Hazard 18: an event that outsiders cause is a row, with how to allow it")
    void aRefusedEventIsARowOfItsOwn() {
        publishing.publisher();

        JsonNode answer = explainClaims(publishing.job().claim("event_name", "workflow_run"));

        JsonNode event = row(answer.at("/publishers/0"), "event_name");
        assertThat(event.path("code").asString()).isEqualTo("refused-unless-listed");
        assertThat(event.path("cure").asString()).contains("workflow_run", "allowed_events");
    }

    @Test
    @DisplayName("Hazard 20: a name that changed hands")
    void theSameNamesWithOtherIdsAreSaidToBeSomebodyElse() {
        publishing.publisher();
        publishing.uploadToken();

        JsonNode publisher =
                explainClaims(publishing.job().claim("repository_owner_id", "666"))
                        .at("/publishers/0");

        assertThat(publisher.path("code").asString()).isEqualTo("other-owner");
        assertThat(publisher.path("pins").valueStream().map(p -> p.path("verdict").asString()))
                .containsExactly("match", "mismatch");
    }

    @Test
    @DisplayName("Hazard 17: a publisher of another provider is none of this job")
    void publishersOfAnotherProviderAreListedLast() {
        HttpResponse<String> other =
                publishing.register("pypi", publishing.project(), "second-ci", publishing.fields());
        assertThat(other.statusCode()).isEqualTo(201);
        publishing.publisher(publishing.project(), Map.of("workflow", "a.yml"));

        JsonNode answer = explainClaims(publishing.job());

        assertThat(answer.at("/publishers/0/provider").asString()).isEqualTo("test-ci");
        assertThat(answer.at("/publishers/1/provider").asString()).isEqualTo("second-ci");
        assertThat(answer.at("/publishers/1/code").asString()).isEqualTo("other-provider");
        assertThat(answer.at("/publishers/1/fields").size()).isZero();
    }

    @Test
    void publishersForAPatternThatFitsTheNameAreNamedWithIt() {
        publishing.client().asAdmin().put(PROJECT.formatted(publishing.project()), "{}");
        String pattern = publishing.normalized() + "*";
        String id = patternPublisher(pattern);
        patternPublisher(publishing.normalized() + "-else*");

        JsonNode answer = explainToken(publishing.job());

        assertThat(answer.path("verdict").asString()).isEqualTo("match");
        assertThat(answer.path("publishers").valueStream().map(p -> p.path("id").asString()))
                .containsExactly(id);
        assertThat(answer.at("/publishers/0/projects").asString()).isEqualTo(pattern);
        assertThat(answer.at("/publishers/0/verdict").asString()).isEqualTo("match");
        assertThat(answer.has("hidden_patterns")).isFalse();
        Publishing.tokenOf(publishing.mint(publishing.job()));
    }

    @Test
    @DisplayName("Hazard 31: guesses find out nothing of a publisher that is not for one's eyes")
    void ofHiddenPatternsNoMoreIsToldThanAnExchangeWouldTell() {
        Caller viewer = Claimant.in(jdbc);
        publishing.client().asAdmin().put(PROJECT.formatted(publishing.project()), "{}");
        patternPublisher(publishing.normalized() + "*");

        Explanation guessed = explain(viewer, publishing.job(), false);
        Explanation proven = explain(viewer, publishing.job(), true);
        Explanation another = explain(viewer, new Publishing(port).job(), true);

        assertThat(List.of(guessed, proven, another))
                .extracting(Explanation::publishers, Explanation::hidden, Explanation::match)
                .containsExactly(
                        tuple(List.of(), Explanation.Hidden.NOT_COMPARED, false),
                        tuple(List.of(), Explanation.Hidden.MATCH, true),
                        tuple(List.of(), Explanation.Hidden.NO_MATCH, false));
    }

    @Test
    void whoMerelyWaitsForANameIsToldNothingOfItsHiddenPatterns() {
        patternPublisher(publishing.normalized() + "*");
        publishing.register("pypi", publishing.project(), "second-ci", publishing.fields());
        Caller viewer = Claimant.in(jdbc);

        assertThat(explain(viewer, publishing.job(), true).hidden()).isNull();
        assertThat(explain(Caller.operator("test"), publishing.job(), true).publishers())
                .extracting(Explanation.PublisherExplanation::projects)
                .containsExactly(publishing.normalized() + "*", null);
    }

    @Test
    void aProjectThatIsNotThereHasNothingToExplain() {
        ProblemFormat.check(
                explain(Map.of("provider", "test-ci", "claims", Map.of())), 404, "not-found");
    }

    private String patternPublisher(String pattern) {
        HttpResponse<String> added =
                publishing
                        .client()
                        .asAdmin()
                        .post(
                                "/_/api/v1/indexes/pypi/publishers",
                                JSON.writeValueAsString(
                                        Map.of(
                                                "projects",
                                                pattern,
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                publishing.fields())));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).path("id").asString();
    }

    /** What somebody is told who may look at the project. */
    private Explanation explain(Caller viewer, TestToken job, boolean proven) {
        PackageIndex index = indexes.ofId("pypi").orElseThrow();
        Examination signed =
                ((Examination.Examined) verifier.examine(job.text(), Set.of(index.audience())))
                        .examination();
        return explaining.explain(
                index,
                projects.find(
                                index,
                                index.projectName(publishing.project()).orElseThrow(),
                                Caller.operator("test"))
                        .orElseThrow(),
                viewer,
                new Examination(
                        signed.provider(),
                        proven,
                        signed.audience(),
                        signed.claims(),
                        signed.findings()));
    }

    private JsonNode explainToken(TestToken job) {
        HttpResponse<String> response = explain(Map.of("identity_token", job.text()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(job.text());
        return ServiceClient.json(response);
    }

    private JsonNode explainClaims(TestToken job) {
        HttpResponse<String> response =
                explain(Map.of("provider", "test-ci", "claims", JSON.readTree(job.payloadText())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    private HttpResponse<String> explain(Map<String, ?> question) {
        return post(JSON.writeValueAsString(question));
    }

    private HttpResponse<String> post(String body) {
        return publishing
                .client()
                .asAdmin()
                .post(
                        "/_/api/v1/indexes/pypi/projects/%s/publishers:explain"
                                .formatted(publishing.project()),
                        body);
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
