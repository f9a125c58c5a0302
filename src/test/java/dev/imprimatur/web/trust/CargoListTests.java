package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What cargo's API lists of a crate: page by page, and only what it can say in full. */
@ServiceTest
class CargoListTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private CargoApi api;

    @BeforeEach
    void aCrateWithAnOwner() {
        api = new CargoApi(port, jdbc, tokens);
    }

    @Test
    void pagesFollowOneAnotherAndTheTotalIsOfAllOfThem() {
        for (int i = 0; i < 5; i++) {
            api.create(api.github(Map.of("repository_name", "repo-" + i)));
        }
        List<String> seen = new ArrayList<>();
        String query = "?crate=" + api.crate() + "&per_page=2";
        for (int page = 0; page < 3; page++) {
            JsonNode list = api.list(CargoApi.GITHUB, query);
            assertThat(list.path("meta").path("total").asInt()).isEqualTo(5);
            list.path("github_configs")
                    .forEach(it -> seen.add(it.path("repository_name").asString()));
            JsonNode next = list.path("meta").path("next_page");
            assertThat(next.isNull()).isEqualTo(page == 2);
            if (page < 2) {
                assertThat(next.asString())
                        .matches("\\?crate=" + api.crate() + "&per_page=2&seek=[0-9A-Za-z_-]+");
                query = next.asString();
            }
        }
        assertThat(seen).containsExactly("repo-0", "repo-1", "repo-2", "repo-3", "repo-4");
        // A page that is just full is the last one.
        assertThat(
                        api.list(CargoApi.GITHUB, "?crate=" + api.crate() + "&per_page=5")
                                .path("meta")
                                .toString())
                .isEqualTo("{\"total\":5,\"next_page\":null}");
    }

    @Test
    void aPageHasTenUnlessAskedForOtherwise() {
        for (int i = 0; i < 11; i++) {
            api.create(api.github(Map.of("repository_name", "repo-" + i)));
        }

        JsonNode first = api.list(CargoApi.GITHUB, "?crate=" + api.crate());
        assertThat(first.path("github_configs").size()).isEqualTo(10);
        assertThat(first.path("meta").path("total").asInt()).isEqualTo(11);
        String next = first.path("meta").path("next_page").asString();
        assertThat(next).startsWith("?crate=" + api.crate() + "&seek=");
        assertThat(api.list(CargoApi.GITHUB, next).path("github_configs").size()).isEqualTo(1);
        assertThat(api.list(CargoApi.GITHUB, next).path("meta").toString())
                .isEqualTo("{\"total\":11,\"next_page\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?user_id=1",
                "?crate={crate}&user_id=1",
                "?crate={crate}&page=2",
                "?crate={crate}&crate=another",
                "?crate={crate}&per_page=5&per_page=6",
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
        HttpResponse<String> refused =
                CargoApi.get(api.owner(), CargoApi.GITHUB + query.replace("{crate}", api.crate()));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(CargoApi.detail(refused)).contains("parameter");
    }

    /** It would look as if it trusted every ref, or as if it were on. */
    @ParameterizedTest
    @CsvSource({"ref, refs/tags/*", "runner_environment, github-hosted", "enabled, false"})
    void whatThisApiCannotSayInFullIsNotInIt(String field, String value) {
        api.create(api.github(Map.of("repository_name", "other")));
        long id = api.narrowed(field, value);

        JsonNode list = api.list(CargoApi.GITHUB, "?crate=" + api.crate());
        assertThat(list.path("meta").path("total").asInt()).isEqualTo(1);
        assertThat(list.path("github_configs").path(0).path("repository_name").asString())
                .isEqualTo("other");
        HttpResponse<String> deleted = api.delete(CargoApi.GITHUB, id);
        assertThat(deleted.statusCode()).isEqualTo(404);
        assertThat(CargoApi.detail(deleted)).contains("management API");
        assertThat(api.owner().get(api.publishers() + "/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatIsSwitchedOffIsThereAllTheSame() {
        long id = api.narrowed("enabled", "false");

        HttpResponse<String> again = api.create(api.github(Map.of()));

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(ServiceClient.json(again).path("existing_id").asLong()).isEqualTo(id);
    }

    @Test
    void theNameOfACrateIsComparedAsCargoDoes() {
        api.create(api.github(Map.of()));

        String other = api.crate().toUpperCase(Locale.ROOT).replace('_', '-');
        JsonNode configs = api.list(CargoApi.GITHUB, "?crate=" + other).path("github_configs");
        assertThat(configs.path(0).path("crate").asString()).isEqualTo(api.crate());
    }
}
