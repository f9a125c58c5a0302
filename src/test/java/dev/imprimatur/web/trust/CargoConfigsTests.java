package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishers of crates, created and removed as clients of cargo's API do it. */
@ServiceTest
class CargoConfigsTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private CargoApi api;

    @BeforeEach
    void aCrateWithAnOwner() {
        api = new CargoApi(port, jdbc, tokens);
    }

    @Test
    void aConfigIsCreatedListedAndDeleted() {
        HttpResponse<String> created = api.create(api.github(Map.of()));

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
        assertThat(config.path("crate").asString()).isEqualTo(api.crate());
        assertThat(config.path("repository_owner").asString()).isEqualTo(api.publishing().owner());
        assertThat(config.path("repository_owner_id").longValue()).isZero();
        assertThat(config.path("repository_name").asString()).isEqualTo("repo");
        assertThat(config.path("workflow_filename").asString()).isEqualTo("release.yml");
        assertThat(config.path("environment").isNull()).isTrue();
        assertThat(Instant.parse(config.path("created_at").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        JsonNode list = api.list(CargoApi.GITHUB, "?crate=" + api.crate());
        assertThat(list.propertyNames()).containsExactlyInAnyOrder("github_configs", "meta");
        assertThat(list.path("github_configs").values()).containsExactly(config);
        assertThat(list.path("meta").toString()).isEqualTo("{\"total\":1,\"next_page\":null}");

        HttpResponse<String> deleted = api.delete(CargoApi.GITHUB, config.path("id").asLong());
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(api.list(CargoApi.GITHUB, "?crate=" + api.crate()).toString())
                .isEqualTo("{\"github_configs\":[],\"meta\":{\"total\":0,\"next_page\":null}}");
        assertThat(api.events()).containsExactly("publisher-removed", "publisher-added");
    }

    @Test
    void aConfigOfGitLabHasMembersOfItsOwn() {
        HttpResponse<String> created =
                api.post(
                        CargoApi.GITLAB,
                        CargoApi.body(
                                "gitlab_config",
                                Map.of(
                                        "crate", api.crate(),
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
                                        api.crate(),
                                        config.path("created_at").asString()));
        assertThat(
                        api.list(CargoApi.GITLAB, "?crate=" + api.crate())
                                .path("gitlab_configs")
                                .values())
                .containsExactly(config);
        assertThat(
                        api.list(CargoApi.GITHUB, "?crate=" + api.crate())
                                .path("github_configs")
                                .values())
                .isEmpty();
        assertThat(api.delete(CargoApi.GITHUB, config.path("id").asLong()).statusCode())
                .isEqualTo(404);
        assertThat(api.delete(CargoApi.GITLAB, config.path("id").asLong()).statusCode())
                .isEqualTo(204);
    }

    /** The config is what the exchange goes by, and the first job binds it to its owner. */
    @Test
    void aJobOfTheConfigPublishesAndTheOwnersIdIsShownFromThenOn() {
        api.create(api.github(Map.of()));

        HttpResponse<String> exchanged =
                api.post(
                        "/api/v1/trusted_publishing/tokens",
                        JSON.writeValueAsString(
                                Map.of(
                                        "jwt",
                                        api.publishing()
                                                .job()
                                                .claim("aud", "open.test/cargo")
                                                .text())));

        assertThat(exchanged.statusCode()).as(exchanged.body()).isEqualTo(200);
        JsonNode config =
                api.list(CargoApi.GITHUB, "?crate=" + api.crate()).path("github_configs").path(0);
        String id = JSON.readTree(claim("repository_owner_id")).asString();
        assertThat(config.path("repository_owner_id").isIntegralNumber()).isTrue();
        assertThat(config.path("repository_owner_id").toString()).isEqualTo(id);
    }

    @Test
    void aCrateThatDoesNotExistYetWaitsForItsFirstUpload() {
        String coming = api.crate() + "-coming";

        HttpResponse<String> created = api.create(api.github(Map.of("crate", coming)));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(api.list(CargoApi.GITHUB, "?crate=" + coming).path("meta").path("total").asInt())
                .isEqualTo(1);
        assertThat(
                        ServiceClient.json(
                                        api.owner()
                                                .get("/_/api/v1/indexes/cargo/projects/" + coming))
                                .path("pending")
                                .isNull())
                .isFalse();
    }

    @Test
    void theTokenComesAloneAsCargoSendsItOrAsBearer() {
        api.create(api.github(Map.of()));
        String token = api.people().token(null, Scope.READ);
        ServiceClient anybody = new ServiceClient(port);

        for (String header : List.of(token, "Bearer " + token, "bearer " + token)) {
            assertThat(
                            CargoApi.get(
                                            anybody.with(header),
                                            CargoApi.GITHUB + "?crate=" + api.crate())
                                    .statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> nobody =
                CargoApi.get(anybody, CargoApi.GITHUB + "?crate=" + api.crate());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(CargoApi.detail(nobody)).contains("API token");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theIdOfAnothersConfigIsNoId() {
        long others = CargoApi.id(api.create(api.github(Map.of())));
        String own = api.publishing().project("own");
        ServiceClient stranger = api.ownerOf(own);

        HttpResponse<String> refused =
                stranger.send(
                        stranger.to(CargoApi.GITHUB + "/" + others)
                                .header("Host", "open.test")
                                .DELETE());
        HttpResponse<String> unknown =
                stranger.send(
                        stranger.to(CargoApi.GITHUB + "/" + Long.MAX_VALUE)
                                .header("Host", "open.test")
                                .DELETE());

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).isEqualTo(unknown.body());
        assertThat(CargoApi.get(stranger, CargoApi.GITHUB + "?crate=" + api.crate()).statusCode())
                .isEqualTo(404);
        assertThat(
                        api.list(CargoApi.GITHUB, "?crate=" + api.crate())
                                .path("meta")
                                .path("total")
                                .asInt())
                .isEqualTo(1);
        assertThat(api.events()).containsExactly("publisher-added");
    }

    @Test
    @DisplayName("Hazard 31: ids of another index's rows")
    void theIdOfAPublisherOfAnotherIndexIsNoId() {
        String elsewhere = api.publishing().publisher();
        ServiceClient admin = new ServiceClient(port).asAdmin();

        assertThat(
                        admin.send(
                                        admin.to(CargoApi.GITHUB + "/" + elsewhere)
                                                .header("Host", "open.test")
                                                .DELETE())
                                .statusCode())
                .isEqualTo(404);
        assertThat(
                        admin.get(
                                        "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                                .formatted(api.publishing().project(), elsewhere))
                                .statusCode())
                .isEqualTo(200);
    }

    private String claim(String name) {
        String payload = api.publishing().job().text().split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(payload)).path(name).toString();
    }
}
