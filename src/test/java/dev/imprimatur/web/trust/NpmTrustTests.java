package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
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

/** {@code npm trust} on the host open.test, whose registry is at /npm/. */
@ServiceTest
class NpmTrustTests {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private static final String CONFIGURATION =
            """
            {"type": "github",
             "claims": {"repository": "Octo-Org/octo-repo", "workflow_ref": {"file": "release.yml"},
                        "environment": "release"},
             "permissions": ["createPackage"]}
            """;

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private final String name = "package-" + Long.toString(NUMBERS.incrementAndGet(), 36);
    private ServiceClient maintainer;
    private People people;

    @BeforeEach
    void aMaintainer() {
        people = new People(port, jdbc, tokens);
        maintainer = people.as(people.account(), Scope.PUBLISHERS_WRITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@acme%2f", "@acme%2F"})
    void aPublisherIsAddedListedAndRemovedUnderEveryKindOfName(String scope) {
        String trust = "/npm/-/package/" + scope + name + "/trust";

        HttpResponse<String> added = post(maintainer, trust, "[" + CONFIGURATION + "]");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode one = ServiceClient.json(added).path(0);
        String id = one.path("id").stringValue();
        assertThat(added.body())
                .isEqualTo(
                        """
                        [{"id":"%s","type":"github","claims":{"repository":"Octo-Org/octo-repo",\
                        "workflow_ref":{"file":"release.yml"},"environment":"release"},\
                        "permissions":["createPackage"]}]"""
                                .formatted(id));

        HttpResponse<String> listed = call(maintainer, "GET", trust);
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.body()).isEqualTo(added.body());

        assertThat(call(maintainer, "DELETE", trust + "/" + id).statusCode()).isEqualTo(204);
        assertThat(call(maintainer, "DELETE", trust + "/" + id).statusCode()).isEqualTo(404);
        assertThat(call(maintainer, "GET", trust).body()).isEqualTo("[]");
        assertThat(events(scope.replace("F", "f") + name))
                .containsExactly("publisher-removed", "publisher-added", "project-pending-created");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    open.test,     /npm,   404, There is no such project in this package index
                    open.test:443, /npm,   404, There is no such project in this package index
                    open.test,     '',     404, There is no such project in this package index
                    open.test,     /other, 404, No npm registry with trusted publishing has this address
                    open.test,     /legacy, 404, No npm registry with trusted publishing has this address
                    open.test,     /npm/npm, 404, No npm registry with trusted publishing has this address
                    files.test,    '',     404, No npm index with trusted publishing is at this address
                    files.test,    /npm,   404, No npm registry with trusted publishing has this address
                    """)
    void theIndexIsThatOfTheRegistrysAddress(
            String host, String registry, int status, String reason) {
        HttpResponse<String> answer =
                maintainer.send(
                        maintainer
                                .to(registry + "/-/package/" + name + "/trust")
                                .header("Host", host));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(ServiceClient.json(answer).path("error").asString()).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                         | 400 | The body is missing: this call takes JSON
                    {}                         | 400 | The body is not of the type
                    nonsense                   | 400 | The body is not JSON
                    [1]                        | 400 | [0] is not of the type
                    []                         | 422 | The body must be an array of one configuration
                    [null]                     | 422 | The body must be an array of one configuration
                    [CONFIG, CONFIG]           | 422 | The body must be an array of one configuration
                    [{}]                       | 422 | type must be one of github, gitlab, circleci
                    [{"type": "azure"}]        | 422 | type must be one of github, gitlab, circleci
                    [{"type": 7}]              | 400 | [0].type is not of the type
                    [{"type": "github", "ref": "x"}] | 400 | [0] has a member that this call does not know
                    [{"type": "circleci"}]     | 422 | No provider here is circleci
                    [{"type": "github"}]       | 422 | Some fields of the publisher are not valid: owner: Owner is missing; repository: Repository is missing; workflow: Workflow is missing
                    [{"type": "github", "claims": {"repository": "octo-repo"}}] | 422 | repository must look like owner/repository
                    [{"type": "github", "claims": {"repository": "a/b/c"}}]     | 422 | repository must look like owner/repository
                    [{"type": "github", "claims": {"repository": 5}}]           | 422 | repository must be a text
                    [{"type": "github", "claims": {"repository": "\\u0000/b"}}] | 422 | repository must be a text that can be stored
                    [{"type": "github", "claims": {"environment": " "}}]        | 422 | environment is empty; leave it out to trust any
                    [{"type": "github", "claims": {"workflow_ref": "x.yml"}}]   | 422 | workflow_ref must be an object with file alone
                    [{"type": "github", "claims": {"workflow_ref": {"file": "x.yml", "ref": "y"}}}] | 422 | workflow_ref must be an object with file alone
                    [{"type": "github", "claims": {"repository": "a/b", "workflow_ref": {"file": "x.txt"}}}] | 422 | Some fields of the publisher are not valid: workflow: Workflow must look like
                    [{"type": "github", "permissions": ["createStagedPackage"]}] | 422 | Nothing is staged here
                    [{"type": "github", "permissions": []}]       | 422 | permissions must hold createPackage
                    [{"type": "github", "permissions": ["root"]}] | 422 | permissions holds what is unknown here
                    [{"type": "github", "permissions": [null]}]   | 422 | permissions holds what is unknown here
                    [{"type": "github", "permissions": "createPackage"}] | 400 | [0].permissions is not of the type
                    """)
    void whatCannotBeAPublisherIsSaidWhereNpmShowsIt(String body, int status, String reason) {
        HttpResponse<String> answer =
                post(maintainer, trust(), body.replace("CONFIG", CONFIGURATION));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(ServiceClient.json(answer).path("error").asString()).startsWith(reason);
        assertThat(call(maintainer, "GET", trust()).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("Hazard 23: a claim that would narrow is never passed over")
    void aClaimThatIsNotKnownIsRefused() {
        HttpResponse<String> answer =
                post(
                        maintainer,
                        trust(),
                        """
                        [{"type": "github", "claims": {"repository": "a/b", "ref": "refs/heads/main",
                          "workflow_ref": {"file": "release.yml"}}}]
                        """);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(ServiceClient.json(answer).path("error").asString())
                .isEqualTo(
                        "There is a claim that this type does not have; it has environment,"
                                + " repository, workflow_ref");
    }

    @Test
    void whoAsksForStagingTooIsToldThatItIsPublishing() {
        HttpResponse<String> answer =
                post(
                        maintainer,
                        trust(),
                        "["
                                + CONFIGURATION.replace(
                                        "\"createPackage\"",
                                        "\"createPackage\", \"createStagedPackage\"")
                                + "]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"permissions\":[\"createPackage\"]");
    }

    @Test
    void oneThatIsThereAlreadyIsAConflict() {
        JsonNode first =
                ServiceClient.json(post(maintainer, trust(), "[" + CONFIGURATION + "]")).path(0);

        HttpResponse<String> again =
                post(
                        maintainer,
                        trust(),
                        "[" + CONFIGURATION.replace("Octo-Org", "octo-org") + "]");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(ServiceClient.json(again).path("error").asString())
                .isEqualTo("A publisher that says the same is there already");
        assertThat(ServiceClient.json(again).path("existing_id").asString())
                .isEqualTo(first.path("id").stringValue());
    }

    @Test
    void whatNpmHasNoWordsForDoesNotLookLikeMoreThanItIs() {
        register("test-ci", "\"ref\": \"refs/tags/v*\"");
        register("second-ci", "\"environment\": \"live\"");
        String off = register("test-ci", "\"environment\": \"off\"");
        jdbc.sql("UPDATE publisher SET enabled = false WHERE id = :id")
                .param("id", Long.valueOf(off))
                .update();

        List<JsonNode> listed =
                ServiceClient.json(call(maintainer, "GET", trust())).valueStream().toList();

        assertThat(listed)
                .extracting(it -> it.path("type").asString())
                .containsExactly(
                        "test-ci with owner octo-org, ref refs/tags/v*, repository octo-repo, workflow release.yml",
                        "second-ci with environment live, owner octo-org, repository octo-repo, workflow release.yml",
                        "test-ci with environment off, owner octo-org, repository octo-repo, workflow release.yml, switched off");
        assertThat(listed).noneMatch(it -> it.has("claims"));
        assertThat(listed)
                .extracting(it -> it.path("permissions").toString())
                .containsExactly("[\"createPackage\"]", "[\"createPackage\"]", "[]");
        assertThat(listed.getFirst().path("provider").asString()).isEqualTo("test-ci");
        assertThat(listed.getFirst().path("fields").path("ref").asString())
                .isEqualTo("refs/tags/v*");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theIdOfAPublisherOfAnotherPackageIsNone() {
        String others =
                ServiceClient.json(post(maintainer, trust(), "[" + CONFIGURATION + "]"))
                        .path(0)
                        .path("id")
                        .stringValue();
        ServiceClient stranger = people.as(people.account(), Scope.PUBLISHERS_WRITE);
        String own = "/npm/-/package/" + name + "-2/trust";
        post(stranger, own, "[" + CONFIGURATION + "]");

        assertThat(call(stranger, "DELETE", own + "/" + others).statusCode()).isEqualTo(404);
        assertThat(call(stranger, "DELETE", trust() + "/" + others).statusCode()).isEqualTo(404);
        assertThat(call(stranger, "GET", trust()).statusCode()).isEqualTo(404);
        assertThat(call(stranger, "DELETE", own + "/x").statusCode()).isEqualTo(404);
        assertThat(call(maintainer, "GET", trust()).body()).contains("\"" + others + "\"");
    }

    @Test
    @DisplayName("Hazard 26: size before parsing, below whatever path the registry has")
    void aHugeBodyIsRefusedAndNpmShowsWhy() {
        HttpResponse<String> answer = post(maintainer, trust(), "a".repeat(70_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(ServiceClient.json(answer).path("error").asString())
                .startsWith("The body is larger than 64 KiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/-/package/NAME/trust",
                "/-/package/NAME/trust",
                "/a/b/c/-/package/NAME/trust",
                "/npm/-/package/@acme%2fNAME/trust",
                "/npm/-/package/NAME/trust/1"
            })
    void nothingIsToldWithoutCredentialsAndNpmSaysWhich(String path) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> answer =
                    call(new ServiceClient(port), method, path.replace("NAME", name));

            assertThat(answer.statusCode()).as(method).isEqualTo(401);
            // npm makes a sentence of its own of a 401, but shows this one, too.
            assertThat(answer.headers().firstValue("npm-notice"))
                    .hasValueSatisfying(it -> assertThat(it).contains("API token of Imprimatur"));
        }
    }

    /** No client sends them, and they must not be a way around the chain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/-/package/@acme/NAME/trust",
                "/npm/-/package/NAME/trust/1/2",
                "/npm/-/package/NAME/trust%2f",
                "/npm/%2d/package/NAME/%74rust"
            })
    void otherSpellingsAreNotThere(String spelt) {
        String path = spelt.replace("NAME", name);
        post(maintainer, trust(), "[" + CONFIGURATION + "]");

        assertThat(call(maintainer, "GET", path).statusCode()).isEqualTo(404);
        assertThat(call(new ServiceClient(port), "GET", path).statusCode()).isIn(401, 404);
    }

    private String trust() {
        return "/npm/-/package/" + name + "/trust";
    }

    private String register(String provider, String further) {
        HttpResponse<String> added =
                maintainer.post(
                        "/_/api/v1/indexes/npm/projects/" + name + "/publishers",
                        """
                        {"provider": "%s", "fields": {"owner": "octo-org", "workflow": "release.yml",
                         "repository": "octo-repo", %s}}
                        """
                                .formatted(provider, further));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).path("id").asString();
    }

    private List<String> events(String project) {
        HttpResponse<String> events =
                maintainer.asAdmin().get("/_/api/v1/events?index=npm&project=" + project);
        assertThat(events.statusCode()).as(events.body()).isEqualTo(200);
        return ServiceClient.json(events)
                .path("items")
                .valueStream()
                .map(it -> it.path("type").asString())
                .toList();
    }

    private static HttpResponse<String> call(ServiceClient client, String method, String path) {
        return client.send(
                client.to(path)
                        .header("Host", "open.test")
                        .method(method, BodyPublishers.noBody()));
    }

    private static HttpResponse<String> post(ServiceClient client, String path, String body) {
        return client.send(
                client.to(path)
                        .header("Host", "open.test")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }
}
