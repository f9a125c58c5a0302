package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ApiTokenApiTests {

    private static final String TOKENS = "/_/api/v1/api-tokens";

    @LocalServerPort private int port;

    private ServiceClient anybody;
    private ServiceClient admin;

    @BeforeEach
    void clients() {
        anybody = new ServiceClient(port);
        admin = anybody.asAdmin();
    }

    @Test
    void aNewTokenIsShownOnceAndIsGoodUntilItIsRemoved() {
        String name = Registry.newName();
        HttpResponse<String> created = admin.post(TOKENS, "{\"name\": \"" + name + "\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode token = ServiceClient.json(created);
        String text = token.get("token").stringValue();
        assertThat(text).startsWith("impa_").hasSizeLessThan(60);

        ServiceClient holder = anybody.with("Bearer " + text);
        assertThat(holder.get("/_/api/v1/providers").statusCode()).isEqualTo(200);
        assertThat(admin.get(TOKENS + "?limit=200").body())
                .contains(name)
                .doesNotContain("impa_")
                .doesNotContain(AdminApiToken.TEXT);
        assertThat(admin.get("/_/api/v1/events?limit=200").body())
                .contains(name)
                .doesNotContain(text);

        String path = TOKENS + "/" + token.get("id").longValue();
        assertThat(admin.delete(path).statusCode()).isEqualTo(204);
        ProblemFormat.check(holder.get("/_/api/v1/providers"), 401, "unauthenticated");
        ProblemFormat.check(admin.delete(path), 404, "not-found");
        assertThat(admin.get("/_/api/v1/events?type=api-token-removed").body()).contains(name);
    }

    @Test
    void noTwoTokensHaveOneNameBecauseEventsNameTheirHolder() {
        String name = Registry.newName();
        long id =
                ServiceClient.json(admin.post(TOKENS, "{\"name\": \"" + name + "\"}"))
                        .get("id")
                        .longValue();

        JsonNode problem =
                ProblemFormat.check(
                        admin.post(TOKENS, "{\"name\": \"" + name + "\"}"), 409, "duplicate");
        assertThat(problem.get("existing_id").longValue()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": \"\"}", "{\"name\": \"A\"}", "{\"name\": \"a:b\"}"})
    void aNameThatIsNoneIsRefused(String body) {
        ProblemFormat.check(admin.post(TOKENS, body), 422, "invalid-fields");
    }
}
