package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import tools.jackson.databind.json.JsonMapper;

/** Publishers of crates, managed as clients of cargo's API do it. */
@ServiceTest
class CargoConfigsTests {

    private static final String GITHUB = "/api/v1/trusted_publishing/github_configs";
    private static final String GITLAB = "/api/v1/trusted_publishing/gitlab_configs";
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Publishing publishing;
    private People people;
    private ServiceClient owner;
    private String crate;

    @BeforeEach
    void aCrateWithAnOwner() {
        publishing = new Publishing(port);
        people = new People(port, jdbc, tokens);
        crate = publishing.project();
        owner = ownerOf(crate);
    }

    @Test
    void aConfigIsCreatedListedAndDeleted() {
        HttpResponse<String> created = create(github(Map.of()));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(ServiceClient.json(created).propertyNames()).containsExactly("github_config");
        JsonNode config = ServiceClient.json(created).path("github_config");
        assertThat(config.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "crate",
                        "repository_owner",
                        "repository_owner_id",
                        "repository_name",
                        "workflow_filename",
                        "environment",
                        "created_at");
        assertThat(config.path("id").isIntegralNumber()).isTrue();
        assertThat(config.path("crate").asString()).isEqualTo(crate);
        assertThat(config.path("repository_owner").asString()).isEqualTo(publishing.owner());
        assertThat(config.path("repository_owner_id").longValue()).isZero();
        assertThat(config.path("repository_name").asString()).isEqualTo("repo");
        assertThat(config.path("workflow_filename").asString()).isEqualTo("release.yml");
        assertThat(config.path("environment").isNull()).isTrue();
        assertThat(Instant.parse(config.path("created_at").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        JsonNode list = list(GITHUB, "?crate=" + crate);
        assertThat(list.propertyNames()).containsExactlyInAnyOrder("github_configs", "meta");
        assertThat(list.path("github_configs").values()).containsExactly(config);
        assertThat(list.path("meta").toString()).isEqualTo("{\"total\":1,\"next_page\":null}");

        HttpResponse<String> deleted = delete(GITHUB, config.path("id").asLong());
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(list(GITHUB, "?crate=" + crate).toString())
                .isEqualTo("{\"github_configs\":[],\"meta\":{\"total\":0,\"next_page\":null}}");
        assertThat(events()).containsExactly("publisher-removed", "publisher-added");
    }

    @Test
    void aConfigOfGitLabHasMembersOfItsOwn() {
        HttpResponse<String> created =
                post(
                        GITLAB,
                        body(
                                "gitlab_config",
                                Map.of(
                                        "crate", crate,
                                        "namespace", "group/sub",
                                        "project", "tool",
                                        "workflow_filepath", ".gitlab-ci.yml",
                                        "environment", "release")));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        JsonNode config = ServiceClient.json(created).path("gitlab_config");
        assertThat(config.toString())
                .isEqualTo(
                        """
                        {"id":%d,"crate":"%s","namespace":"group/sub","project":"tool",\
                        "workflow_filepath":".gitlab-ci.yml","environment":"release",\
                        "namespace_id":null,"created_at":"%s"}\
                        """
                                .formatted(
                                        config.path("id").asLong(),
                                        crate,
                                        config.path("created_at").asString()));
        assertThat(list(GITLAB, "?crate=" + crate).path("gitlab_configs").values())
                .containsExactly(config);
        assertThat(list(GITHUB, "?crate=" + crate).path("github_configs").values()).isEmpty();
        assertThat(delete(GITHUB, config.path("id").asLong()).statusCode()).isEqualTo(404);
        assertThat(delete(GITLAB, config.path("id").asLong()).statusCode()).isEqualTo(204);
    }

    /** The config is what the exchange goes by, and the first job binds it to its owner. */
    @Test
    void aJobOfTheConfigPublishesAndTheOwnersIdIsShownFromThenOn() {
        create(github(Map.of()));

        HttpResponse<String> exchanged =
                post(
                        "/api/v1/trusted_publishing/tokens",
                        JSON.writeValueAsString(
                                Map.of(
                                        "jwt",
                                        publishing.job().claim("aud", "open.test/cargo").text())));

        assertThat(exchanged.statusCode()).as(exchanged.body()).isEqualTo(200);
        JsonNode config = list(GITHUB, "?crate=" + crate).path("github_configs").path(0);
        String id = JSON.readTree(claim("repository_owner_id")).asString();
        assertThat(config.path("repository_owner_id").isIntegralNumber()).isTrue();
        assertThat(config.path("repository_owner_id").toString()).isEqualTo(id);
    }

    @Test
    void aCrateThatDoesNotExistYetWaitsForItsFirstUpload() {
        String coming = crate + "-coming";

        HttpResponse<String> created = create(github(Map.of("crate", coming)));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(list(GITHUB, "?crate=" + coming).path("meta").path("total").asInt())
                .isEqualTo(1);
        assertThat(
                        ServiceClient.json(owner.get("/_/api/v1/indexes/cargo/projects/" + coming))
                                .path("pending")
                                .isNull())
                .isFalse();
    }

    @Test
    void theNameOfACrateIsComparedAsCargoDoes() {
        create(github(Map.of()));

        String other = crate.toUpperCase(Locale.ROOT).replace('_', '-');
        JsonNode configs = list(GITHUB, "?crate=" + other).path("github_configs");
        assertThat(configs.path(0).path("crate").asString()).isEqualTo(crate);
    }

    @Test
    void theTokenComesAloneAsCargoSendsItOrAsBearer() {
        create(github(Map.of()));
        String token = people.token(null, Scope.READ);
        ServiceClient anybody = new ServiceClient(port);

        for (String header : List.of(token, "Bearer " + token, "bearer " + token)) {
            assertThat(get(anybody.with(header), GITHUB + "?crate=" + crate).statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> nobody = get(anybody, GITHUB + "?crate=" + crate);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(detail(nobody)).contains("API token");
    }

    @Test
    void pagesFollowOneAnotherAndTheTotalIsOfAllOfThem() {
        for (int i = 0; i < 5; i++) {
            create(github(Map.of("repository_name", "repo-" + i)));
        }
        List<String> seen = new ArrayList<>();
        String query = "?crate=" + crate + "&per_page=2";
        for (int page = 0; page < 3; page++) {
            JsonNode list = list(GITHUB, query);
            assertThat(list.path("meta").path("total").asInt()).isEqualTo(5);
            list.path("github_configs")
                    .forEach(it -> seen.add(it.path("repository_name").asString()));
            JsonNode next = list.path("meta").path("next_page");
            assertThat(next.isNull()).isEqualTo(page == 2);
            if (page < 2) {
                assertThat(next.asString())
                        .matches("\\?crate=" + crate + "&per_page=2&seek=[0-9A-Za-z_-]+");
                query = next.asString();
            }
        }
        assertThat(seen).containsExactly("repo-0", "repo-1", "repo-2", "repo-3", "repo-4");
        // A page that is just full is the last one.
        assertThat(list(GITHUB, "?crate=" + crate + "&per_page=5").path("meta").toString())
                .isEqualTo("{\"total\":5,\"next_page\":null}");
    }

    @Test
    void aPageHasTenUnlessAskedForOtherwise() {
        for (int i = 0; i < 11; i++) {
            create(github(Map.of("repository_name", "repo-" + i)));
        }

        JsonNode first = list(GITHUB, "?crate=" + crate);
        assertThat(first.path("github_configs").size()).isEqualTo(10);
        assertThat(first.path("meta").path("total").asInt()).isEqualTo(11);
        String next = first.path("meta").path("next_page").asString();
        assertThat(next).startsWith("?crate=" + crate + "&seek=");
        assertThat(list(GITHUB, next).path("github_configs").size()).isEqualTo(1);
        assertThat(list(GITHUB, next).path("meta").toString())
                .isEqualTo("{\"total\":11,\"next_page\":null}");
    }

    /** It would look as if it trusted every ref, or as if it were on. */
    @ParameterizedTest
    @CsvSource({"ref, refs/tags/*", "runner_environment, github-hosted", "enabled, false"})
    void whatThisApiCannotSayInFullIsNotInIt(String field, String value) {
        create(github(Map.of("repository_name", "other")));
        long id = narrowed(field, value);

        JsonNode list = list(GITHUB, "?crate=" + crate);
        assertThat(list.path("meta").path("total").asInt()).isEqualTo(1);
        assertThat(list.path("github_configs").path(0).path("repository_name").asString())
                .isEqualTo("other");
        HttpResponse<String> deleted = delete(GITHUB, id);
        assertThat(deleted.statusCode()).isEqualTo(404);
        assertThat(detail(deleted)).contains("management API");
        assertThat(owner.get(publishers() + "/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatIsSwitchedOffIsThereAllTheSame() {
        long id = narrowed("enabled", "false");

        HttpResponse<String> again = create(github(Map.of()));

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(ServiceClient.json(again).path("existing_id").asLong()).isEqualTo(id);
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theIdOfAnothersConfigIsNoId() {
        long others = id(create(github(Map.of())));
        String own = publishing.project("own");
        ServiceClient stranger = ownerOf(own);

        HttpResponse<String> refused =
                stranger.send(
                        stranger.to(GITHUB + "/" + others).header("Host", "open.test").DELETE());
        HttpResponse<String> unknown =
                stranger.send(
                        stranger.to(GITHUB + "/" + Long.MAX_VALUE)
                                .header("Host", "open.test")
                                .DELETE());

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).isEqualTo(unknown.body());
        assertThat(get(stranger, GITHUB + "?crate=" + crate).statusCode()).isEqualTo(404);
        assertThat(list(GITHUB, "?crate=" + crate).path("meta").path("total").asInt()).isEqualTo(1);
        assertThat(events()).containsExactly("publisher-added");
    }

    @Test
    @DisplayName("Hazard 31: ids of another index's rows")
    void theIdOfAPublisherOfAnotherIndexIsNoId() {
        String elsewhere = publishing.publisher();
        ServiceClient admin = new ServiceClient(port).asAdmin();

        assertThat(
                        admin.send(
                                        admin.to(GITHUB + "/" + elsewhere)
                                                .header("Host", "open.test")
                                                .DELETE())
                                .statusCode())
                .isEqualTo(404);
        assertThat(
                        admin.get(
                                        "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                                .formatted(publishing.project(), elsewhere))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSameTwiceIsToldWithTheOneThatIsThere() {
        long first = id(create(github(Map.of())));

        HttpResponse<String> again = create(github(Map.of()));

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(ServiceClient.json(again).path("existing_id").asLong()).isEqualTo(first);
        assertThat(detail(again)).contains("is there already");
        assertThat(events()).containsExactly("publisher-added");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            textBlock =
                    """
                    repository_owner  | null        | repository_owner: Owner is missing
                    repository_owner  | §$%&        | repository_owner:
                    repository_name   | @foo        | repository_name:
                    workflow_filename | w/ci.json   | workflow_filename:
                    environment       | ''          | environment: The environment is empty
                    environment       | ' '         | environment: The environment is empty
                    crate             | null        | crate: The crate is missing
                    crate             | ../other    | crate: This is no name
                    crate             | ''          | crate: This is no name
                    """)
    void aWrongMemberIsNamedAsTheClientKnowsIt(String member, String value, String says) {
        Map<String, Object> changed = github(Map.of());
        changed.put(member, value);

        HttpResponse<String> refused = create(changed);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(detail(refused)).startsWith(says);
        assertThat(events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "not json",
                "{\"github_config\": null}",
                "{\"github_config\": \"text\"}",
                "{\"github_config\": []}",
                "{\"github_config\": {}}",
                "{\"github_config\": {}, \"github_config\": {}}",
                "{\"github_config\": {\"crate\": 5}}",
                "{\"github_config\": {\"crate\": {\"a\": 1}}}",
                "{\"github_config\": {\"crate\": \"a\\u0000b\"}}",
                "{\"gitlab_config\": {\"crate\": \"a\"}}"
            })
    void aBodyThatIsNoConfigIsRefused(String body) {
        HttpResponse<String> refused = post(GITHUB, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(detail(refused)).isNotEmpty();
    }

    @Test
    void membersThatThisApiDoesNotHaveArePassedOver() {
        Map<String, Object> config = github(Map.of("repository_owner_id", "5", "more", "x"));

        HttpResponse<String> created =
                post(GITHUB, JSON.writeValueAsString(Map.of("github_config", config, "x", 1)));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(ServiceClient.json(created).path("github_config").has("more")).isFalse();
    }

    /** A write that is done must not be answered with 406 afterwards. */
    @Test
    void whatIsAcceptedDoesNotMatter() {
        var request =
                owner.to(GITHUB)
                        .header("Host", "open.test")
                        .header("Accept", "text/html")
                        .POST(BodyPublishers.ofString(body("github_config", github(Map.of()))));

        assertThat(owner.send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?user_id=1",
                "?crate={crate}&user_id=1",
                "?crate={crate}&page=2",
                "?crate={crate}&per_page=0",
                "?crate={crate}&per_page=101",
                "?crate={crate}&per_page=-1",
                "?crate={crate}&per_page=ten",
                "?crate={crate}&per_page=",
                "?crate={crate}&seek=",
                "?crate={crate}&seek=MA",
                "?crate={crate}&seek=LTU",
                "?crate={crate}&seek=KzU",
                "?crate={crate}&seek=!!",
                "?crate={crate}&seek=NQ==",
                "?crate={crate}&seek=OTk5OTk5OTk5OTk5OTk5OTk5OTk5"
            })
    void aListThatCannotBeIsRefused(String query) {
        HttpResponse<String> refused = get(owner, GITHUB + query.replace("{crate}", crate));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(detail(refused)).contains("parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999999999999"})
    void anIdThatIsNoneIsNotFound(String id) {
        HttpResponse<String> refused =
                owner.send(owner.to(GITHUB + "/" + id).header("Host", "open.test").DELETE());

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(detail(refused)).isNotEmpty();
    }

    @Test
    void whereThereIsNoIndexOfCratesThereIsNoSuchApi() {
        ServiceClient admin = new ServiceClient(port).asAdmin();

        HttpResponse<String> refused =
                admin.send(admin.to(GITHUB + "?crate=" + crate).header("Host", "files.test"));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(detail(refused)).contains("Check the host");
    }

    /** A proxy that sends all of the registry's API here is found out by what cargo shows. */
    @Test
    void aCallForTheRegistryItselfIsAnsweredAsCargoReadsIt() {
        var request =
                owner.to("/api/v1/crates/new")
                        .header("Host", "open.test")
                        .PUT(BodyPublishers.ofString("x"));

        HttpResponse<String> refused = owner.send(request);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(detail(refused)).contains("Nothing is at this address");
    }

    private ServiceClient ownerOf(String project) {
        new ServiceClient(port).asAdmin().put("/_/api/v1/indexes/cargo/projects/" + project, "{}");
        Account account =
                people.account(
                        "owner", "cargo", project.toLowerCase(Locale.ROOT).replace('_', '-'));
        return people.as(account, Scope.PUBLISHERS_WRITE);
    }

    private Map<String, Object> github(Map<String, Object> changes) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("crate", crate);
        config.put("repository_owner", publishing.owner());
        config.put("repository_name", "repo");
        config.put("workflow_filename", "release.yml");
        config.put("environment", null);
        config.putAll(changes);
        return config;
    }

    private static String body(String envelope, Map<String, ?> config) {
        return JSON.writeValueAsString(Map.of(envelope, config));
    }

    private HttpResponse<String> create(Map<String, ?> config) {
        return post(GITHUB, body("github_config", config));
    }

    private HttpResponse<String> post(String path, String body) {
        return owner.send(
                owner.to(path).header("Host", "open.test").POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String path, long id) {
        return owner.send(owner.to(path + "/" + id).header("Host", "open.test").DELETE());
    }

    private static HttpResponse<String> get(ServiceClient client, String path) {
        return client.send(client.to(path).header("Host", "open.test"));
    }

    private JsonNode list(String path, String query) {
        HttpResponse<String> response = get(owner, path + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    private static long id(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return ServiceClient.json(created).path("github_config").path("id").asLong();
    }

    /** A publisher that says more than a config can. */
    private long narrowed(String field, String value) {
        if (field.equals("enabled")) {
            long id = id(create(github(Map.of())));
            var off =
                    owner.to(publishers() + "/" + id)
                            .header("Content-Type", "application/json")
                            .header("If-Match", "*")
                            .method("PATCH", BodyPublishers.ofString("{\"enabled\": false}"));
            assertThat(owner.send(off).statusCode()).isEqualTo(200);
            return id;
        }
        Map<String, String> fields = publishing.fields();
        fields.put(field, value);
        HttpResponse<String> added = publishing.register("cargo", crate, "test-ci", fields);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).path("id").asLong();
    }

    private String publishers() {
        return "/_/api/v1/indexes/cargo/projects/" + crate + "/publishers";
    }

    /** What happened to publishers of the crate, the newest first. */
    private List<String> events() {
        JsonNode events =
                ServiceClient.json(owner.get("/_/api/v1/events?index=cargo&project=" + crate));
        return events.path("items")
                .valueStream()
                .map(event -> event.path("type").asString())
                .filter(type -> type.startsWith("publisher-"))
                .toList();
    }

    private static String detail(HttpResponse<String> refused) {
        return ServiceClient.json(refused).path("errors").path(0).path("detail").asString("");
    }

    private String claim(String name) {
        String payload = publishing.job().text().split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(payload)).path(name).toString();
    }
}
