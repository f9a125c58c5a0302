package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What clients of cargo's API do wrong, and what they are told. */
@ServiceTest
class CargoMistakesTests {

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
    void theSameTwiceIsToldWithTheOneThatIsThere() {
        long first = CargoApi.id(api.create(api.github(Map.of())));

        HttpResponse<String> again = api.create(api.github(Map.of()));

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(ServiceClient.json(again).path("existing_id").asLong()).isEqualTo(first);
        assertThat(CargoApi.detail(again)).contains("is there already");
        assertThat(api.events()).containsExactly("publisher-added");
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
        Map<String, Object> changed = api.github(Map.of());
        changed.put(member, value);

        HttpResponse<String> refused = api.create(changed);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(CargoApi.detail(refused)).startsWith(says);
        assertThat(api.events()).isEmpty();
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
        HttpResponse<String> refused = api.post(CargoApi.GITHUB, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(CargoApi.detail(refused)).isNotEmpty();
    }

    @Test
    void membersThatThisApiDoesNotHaveArePassedOver() {
        Map<String, Object> config = api.github(Map.of("repository_owner_id", "5", "more", "x"));

        HttpResponse<String> created =
                api.post(
                        CargoApi.GITHUB,
                        JSON.writeValueAsString(Map.of("github_config", config, "x", 1)));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(ServiceClient.json(created).path("github_config").has("more")).isFalse();
    }

    /** A write that is done must not be answered with 406 afterwards. */
    @Test
    void whatIsAcceptedDoesNotMatter() {
        var request =
                api.owner()
                        .to(CargoApi.GITHUB)
                        .header("Host", "open.test")
                        .header("Accept", "text/html")
                        .POST(
                                BodyPublishers.ofString(
                                        CargoApi.body("github_config", api.github(Map.of()))));

        assertThat(api.owner().send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999999999999"})
    void anIdThatIsNoneIsNotFound(String id) {
        HttpResponse<String> refused =
                api.owner()
                        .send(
                                api.owner()
                                        .to(CargoApi.GITHUB + "/" + id)
                                        .header("Host", "open.test")
                                        .DELETE());

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(CargoApi.detail(refused)).isNotEmpty();
    }

    @Test
    void whereThereIsNoIndexOfCratesThereIsNoSuchApi() {
        ServiceClient admin = new ServiceClient(port).asAdmin();

        HttpResponse<String> refused =
                admin.send(
                        admin.to(CargoApi.GITHUB + "?crate=" + api.crate())
                                .header("Host", "files.test"));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(CargoApi.detail(refused)).contains("Check the host");
    }

    /** A proxy that sends all of the registry's API here is found out by what cargo shows. */
    @Test
    void aCallForTheRegistryItselfIsAnsweredAsCargoReadsIt() {
        var request =
                api.owner()
                        .to("/api/v1/crates/new")
                        .header("Host", "open.test")
                        .PUT(BodyPublishers.ofString("x"));

        HttpResponse<String> refused = api.owner().send(request);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(CargoApi.detail(refused)).contains("Nothing is at this address");
    }
}
