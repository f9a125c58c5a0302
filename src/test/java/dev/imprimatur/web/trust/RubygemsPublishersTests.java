package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

/** RubyGems' API for trusted publishers, as its tools use it. */
@ServiceTest
class RubygemsPublishersTests {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private static final String PENDING = "/api/v1/oidc/pending_trusted_publishers";

    private static final String PUBLISHER =
            """
            "trusted_publisher_type": "OIDC::TrustedPublisher::GitHubAction",
            "trusted_publisher": {"repository_owner": "octo-org", "repository_name": "octo-gem",
                                  "workflow_filename": "push_gem.yml", "environment": "release"}
            """;

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private People people;
    private String gem;

    @BeforeEach
    void aGem() {
        people = new People(port, jdbc, tokens);
        gem = "gem.with-dots." + Long.toString(NUMBERS.incrementAndGet(), 36);
    }

    @Test
    void aPublisherIsAddedShownListedAndRemoved() {
        exists(gem);

        HttpResponse<String> added = post(of(gem), "{" + PUBLISHER + "}");

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode publisher = ServiceClient.json(added);
        assertThat(publisher)
                .isEqualTo(
                        json(
                                """
                                {"id": %d,
                                 "trusted_publisher_type": "OIDC::TrustedPublisher::GitHubAction",
                                 "trusted_publisher": {
                                   "name": "%s octo-org/octo-gem @ .github/workflows/push_gem.yml (release)",
                                   "repository_owner": "octo-org",
                                   "repository_name": "octo-gem",
                                   "workflow_filename": "push_gem.yml",
                                   "environment": "release",
                                   "repository_owner_id": null}}
                                """
                                        .formatted(publisher.path("id").asLong(), label())));
        String one = of(gem) + "/" + publisher.path("id").asLong();
        assertThat(ServiceClient.json(get(one))).isEqualTo(publisher);
        assertThat(ServiceClient.json(get(of(gem)))).isEqualTo(json("[" + publisher + "]"));

        HttpResponse<String> removed = send("DELETE", one, "");

        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(removed.body()).isEmpty();
        assertThat(get(of(gem)).body()).isEqualTo("[]");
        assertThat(get(one).statusCode()).isEqualTo(404);
        assertThat(events()).startsWith("publisher-removed", "publisher-added");
    }

    @Test
    void whatIsThereAlreadyIsUnprocessableAsAtThePublicHost() {
        exists(gem);
        post(of(gem), "{" + PUBLISHER + "}");

        HttpResponse<String> again = post(of(gem), "{" + PUBLISHER + "}");

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(ServiceClient.json(again).path("errors"))
                .isEqualTo(
                        json("{\"base\": [\"A publisher that says the same is there already\"]}"));
    }

    @Test
    void aGemThatIsNotThereIsNotClaimedByItsPath() {
        HttpResponse<String> response = post(of(gem), "{" + PUBLISHER + "}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(get(of(gem)).statusCode()).isEqualTo(404);
        assertThat(events()).isEmpty();
    }

    @Test
    void aPendingPublisherIsItsCallersOwn() {
        Account account = people.account();
        String theirs = people.token(account, Scope.PUBLISHERS_WRITE);

        HttpResponse<String> added =
                send(
                        "POST",
                        PENDING,
                        "{\"rubygem_name\": \"%s\", %s}".formatted(gem, PUBLISHER),
                        theirs);

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode pending = ServiceClient.json(added);
        assertThat(pending.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "rubygem_name",
                        "trusted_publisher_type",
                        "trusted_publisher",
                        "expires_at");
        assertThat(pending.path("rubygem_name").asString()).isEqualTo(gem);
        assertThat(pending.path("trusted_publisher").path("repository_name").asString())
                .isEqualTo("octo-gem");
        assertThat(ServiceClient.json(send("GET", PENDING, "", theirs)))
                .isEqualTo(json("[" + pending + "]"));
        String others = people.token(people.account(), Scope.PUBLISHERS_WRITE);
        assertThat(send("GET", PENDING, "", others).body()).isEqualTo("[]");
        assertThat(send("GET", of(gem), "", others).statusCode()).isEqualTo(404);
        assertThat(send("GET", of(gem), "", theirs).statusCode()).isEqualTo(200);
    }

    @Test
    void aGemThatIsThereIsNotPending() {
        exists(gem);

        HttpResponse<String> own =
                post(PENDING, "{\"rubygem_name\": \"%s\", %s}".formatted(gem, PUBLISHER));
        HttpResponse<String> others =
                send(
                        "POST",
                        PENDING,
                        "{\"rubygem_name\": \"%s\", %s}".formatted(gem, PUBLISHER),
                        people.token(people.account(), Scope.PUBLISHERS_WRITE));

        for (HttpResponse<String> refused : List.of(own, others)) {
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(ServiceClient.json(refused).path("errors").propertyNames())
                    .containsExactly("rubygem_name");
        }
        assertThat(get(of(gem)).body()).isEqualTo("[]");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void thePublisherOfAnotherGemIsNotThere() {
        exists(gem);
        exists(gem + "-b");
        long id =
                ServiceClient.json(post(of(gem + "-b"), "{" + PUBLISHER + "}")).path("id").asLong();
        String owners = people.token(people.account("owner", "gems", gem), Scope.PUBLISHERS_WRITE);

        for (String path : List.of(of(gem) + "/" + id, of(gem + "-b") + "/" + id)) {
            assertThat(send("GET", path, "", owners).statusCode()).isEqualTo(404);
            assertThat(send("DELETE", path, "", owners).statusCode()).isEqualTo(404);
        }
        assertThat(get(of(gem + "-b") + "/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void aPublisherThatTheseMembersCannotSayIsNotShownWithoutItsLimits() {
        exists(gem);
        long narrow = registered("\"ref\": \"refs/tags/v*\"");
        long plain = registered("\"environment\": \"release\"");
        long off = registered("\"environment\": \"off\"");
        ServiceClient admin = new ServiceClient(port).asAdmin();
        admin.send(
                admin.to("/_/api/v1/indexes/gems/projects/%s/publishers/%d".formatted(gem, off))
                        .header("If-Match", "*")
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString("{\"enabled\": false}")));

        assertThat(ServiceClient.json(get(of(gem))).valueStream().map(it -> it.path("id").asLong()))
                .containsExactly(plain);
        for (long hidden : List.of(narrow, off)) {
            assertThat(get(of(gem) + "/" + hidden).statusCode()).isEqualTo(404);
            assertThat(send("DELETE", of(gem) + "/" + hidden, "").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                                                  | base
                    []                                                       | base
                    {}                                                       | trusted_publisher_type
                    {"trusted_publisher_type": "Hash"}                       | trusted_publisher_type
                    {"trusted_publisher_type": 1}                            | trusted_publisher_type
                    {GITHUB}                                                 | trusted_publisher
                    {GITHUB, "trusted_publisher": []}                        | trusted_publisher
                    {GITHUB, "trusted_publisher": {}}                        | trusted_publisher.repository_owner
                    {GITHUB, "trusted_publisher": {REPO}}                    | trusted_publisher.workflow_filename
                    {GITHUB, "trusted_publisher": {REPO, "workflow_filename": "a/b.yml"}}  | trusted_publisher.workflow_filename
                    {GITHUB, "trusted_publisher": {REPO, WORKFLOW, "environment": ""}}     | trusted_publisher.environment
                    {GITHUB, "trusted_publisher": {REPO, "workflow_filename": 1}}          | trusted_publisher.workflow_filename
                    {GITHUB, "trusted_publisher": {REPO, WORKFLOW, "workflow_repository_owner": "x"}} | trusted_publisher
                    {GITHUB, "environment": "release", "trusted_publisher": {REPO, WORKFLOW}}         | base
                    {"trusted_publisher_type": "OIDC::TrustedPublisher::GitLab", "trusted_publisher": {"project_path": 7}} | trusted_publisher.project_path
                    """)
    void whatIsWrongIsSaidByItsOwnName(String body, String member) {
        exists(gem);
        String sent =
                body.replace(
                                "GITHUB",
                                "\"trusted_publisher_type\": \"OIDC::TrustedPublisher::GitHubAction\"")
                        .replace("REPO", "\"repository_owner\": \"o\", \"repository_name\": \"r\"")
                        .replace("WORKFLOW", "\"workflow_filename\": \"w.yml\"");

        HttpResponse<String> response = post(of(gem), sent);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        JsonNode refused = ServiceClient.json(response);
        assertThat(refused.path("errors").propertyNames()).as(response.body()).contains(member);
        assertThat(refused.path("errors").path(member).path(0).asString()).isNotBlank();
        assertThat(refused.path("error").asString()).isNotBlank();
        assertThat(get(of(gem)).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\"a b\"", "\"../x\"", "[\"a\"]"})
    void whatIsNoNameOfAGemIsNotPending(String name) {
        HttpResponse<String> response =
                post(PENDING, "{\"rubygem_name\": %s, %s}".formatted(name, PUBLISHER));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(ServiceClient.json(response).path("errors").propertyNames())
                .containsExactly("rubygem_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "99999999999999999999", "..%2F1", "1.json"})
    void anIdThatIsNoneIsNotThere(String id) {
        exists(gem);

        assertThat(get(of(gem) + "/" + id).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", of(gem) + "/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void whoeverComesWithoutAnApiTokenIsTold() {
        ServiceClient client = new ServiceClient(port);

        HttpResponse<String> response = client.send(client.to(of(gem)).header("Host", "open.test"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(ServiceClient.json(response).path("error").asString()).contains("impa_");
    }

    @Test
    void elsewhereNothingIsServed() {
        ServiceClient client = new ServiceClient(port).with(AdminApiToken.TEXT);

        HttpResponse<String> response =
                client.send(client.to(of(gem)).header("Host", "packages.test"));

        assertThat(response.statusCode()).isEqualTo(404);
    }

    private void exists(String name) {
        HttpResponse<String> made =
                new ServiceClient(port)
                        .asAdmin()
                        .put("/_/api/v1/indexes/gems/projects/" + name, "{}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    /** Registered with the management API, which knows all fields. */
    private long registered(String further) {
        HttpResponse<String> added =
                new ServiceClient(port)
                        .asAdmin()
                        .post(
                                "/_/api/v1/indexes/gems/projects/" + gem + "/publishers",
                                """
                                {"provider": "test-ci",
                                 "fields": {"owner": "octo-org", "repository": "octo-gem",
                                            "workflow": "push_gem.yml", %s}}
                                """
                                        .formatted(further));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).path("id").asLong();
    }

    private String label() {
        return ServiceClient.json(
                        new ServiceClient(port).asAdmin().get("/_/api/v1/providers/test-ci"))
                .path("label")
                .asString();
    }

    private List<String> events() {
        return ServiceClient.json(
                        new ServiceClient(port)
                                .asAdmin()
                                .get("/_/api/v1/events?index=gems&project=" + gem))
                .path("items")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private static String of(String gem) {
        return "/api/v1/gems/" + gem + "/trusted_publishers";
    }

    private HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    private HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, AdminApiToken.TEXT);
    }

    /** The API key comes alone, as gem sends it. */
    private HttpResponse<String> send(String method, String path, String body, String apiToken) {
        ServiceClient client = new ServiceClient(port).with(apiToken);
        HttpRequest.Builder request =
                client.to(path)
                        .header("Host", "open.test")
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json");
        return client.send(request.method(method, BodyPublishers.ofString(body)));
    }

    private static JsonNode json(String text) {
        return tools.jackson.databind.json.JsonMapper.shared().readTree(text);
    }
}
