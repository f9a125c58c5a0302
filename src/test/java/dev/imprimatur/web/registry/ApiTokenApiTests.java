package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.Together;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ApiTokenApiTests {

    private static final String TOKENS = "/_/api/v1/api-tokens";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

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

    @Test
    void aTokenSaysWhatItIsGoodFor() {
        String body =
                """
                {"name": "%s", "scopes": ["publishers:write"],
                 "projects": [{"index": "pypi", "names": "Acme_*"}],
                 "expires_at": "2099-01-01T00:00:00.5Z"}
                """
                        .formatted(Registry.newName());

        JsonNode token = ServiceClient.json(admin.post(TOKENS, body));

        assertThat(token.get("scopes").toString()).isEqualTo("[\"read\",\"publishers:write\"]");
        assertThat(token.get("projects").toString())
                .isEqualTo("[{\"index\":\"pypi\",\"names\":\"acme-*\"}]");
        assertThat(token.get("expires_at").stringValue()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(token.get("account").isNull()).isTrue();
        JsonNode me = me(anybody.with("Bearer " + token.get("token").stringValue()));
        assertThat(me.get("api_token")).isEqualTo(token.get("id"));
        assertThat(me.get("scopes")).isEqualTo(token.get("scopes"));
        assertThat(me.get("projects")).isEqualTo(token.get("projects"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"scopes\": []",
                "\"scopes\": [null]",
                "\"scopes\": [\"write\"]",
                "\"scopes\": [\"read\", \"ADMIN\"]",
                "\"projects\": []",
                "\"projects\": [null]",
                "\"projects\": [{\"index\": \"pypi\"}]",
                "\"projects\": [{\"index\": \"nothing\", \"names\": \"*\"}]",
                "\"projects\": [{\"index\": \"pypi\", \"names\": \"a**\"}]",
                "\"projects\": [{\"index\": \"pypi\", \"names\": \"*a*a*a*a*a*\"}]",
                "\"projects\": [{\"index\": \"pypi\", \"names\": \"\\u0000\"}]",
                "\"expires_at\": \"2020-01-01T00:00:00Z\"",
                "\"expires_at\": \"+999999999-01-01T00:00:00Z\"",
                "\"expires_at\": \"soon\""
            })
    void aWishThatCannotBeIsRefused(String member) {
        HttpResponse<String> answer =
                admin.post(TOKENS, "{\"name\": \"%s\", %s}".formatted(Registry.newName(), member));

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
        assertThat(answer.body()).doesNotContain("impa_");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void peopleSeeAndRemoveTheirOwnTokensOnly() {
        String alice = TestPeople.newName();
        ServiceClient asAlice = TestPeople.as(port, alice);
        ServiceClient asBob = TestPeople.as(port, TestPeople.newName());
        // Two people may choose the same name, and neither learns of the other.
        long hers = create(asAlice, "{\"name\": \"laptop\", \"scopes\": [\"admin\"]}");
        long his = create(asBob, "{\"name\": \"laptop\"}");

        assertThat(ids(asAlice)).containsExactly(hers);
        assertThat(ids(asBob)).containsExactly(his);
        HttpResponse<String> others = asBob.delete(TOKENS + "/" + hers);
        HttpResponse<String> missing = asBob.delete(TOKENS + "/" + Long.MAX_VALUE);
        ProblemFormat.check(others, 404, "not-found");
        assertThat(others.body()).isEqualTo(missing.body());
        assertThat(ServiceClient.json(asAlice.get(TOKENS)).at("/items/0/account").stringValue())
                .isEqualTo(alice);
        assertThat(admin.delete(TOKENS + "/" + hers).statusCode()).isEqualTo(204);
        assertThat(asBob.delete(TOKENS + "/" + his).statusCode()).isEqualTo(204);
    }

    @Test
    void aTokenOfAnAdministratorsIsNoAdministrator() {
        ServiceClient person = TestPeople.as(port, TestPeople.newName(), "imprimatur-admin");
        String own = text(person, "{\"name\": \"own\", \"scopes\": [\"admin\"]}");
        String operators =
                text(
                        person,
                        "{\"name\": \"%s\", \"scopes\": [\"admin\"], \"operator\": true}"
                                .formatted(Registry.newName()));

        assertThat(me(anybody.with("Bearer " + own)).get("administrator").booleanValue()).isFalse();
        ProblemFormat.check(
                anybody.with("Bearer " + own).get("/_/api/v1/events"), 403, "forbidden");
        JsonNode operator = me(anybody.with("Bearer " + operators));
        assertThat(operator.get("administrator").booleanValue()).isTrue();
        assertThat(operator.get("account").isNull()).isTrue();
    }

    @Test
    void aTokenMayRemoveItselfWhateverItsScope() {
        HttpResponse<String> created =
                admin.post(TOKENS, "{\"name\": \"" + Registry.newName() + "\"}");
        JsonNode token = ServiceClient.json(created);
        ServiceClient holder = anybody.with("Bearer " + token.get("token").stringValue());

        assertThat(ids(holder)).containsExactly(token.get("id").longValue());
        assertThat(holder.delete(TOKENS + "/" + token.get("id").longValue()).statusCode())
                .isEqualTo(204);
        assertThat(holder.get(TOKENS).statusCode()).isEqualTo(401);
    }

    @Test
    void anAccountHasSoManyTokensAndNoMore() {
        ServiceClient person = TestPeople.as(port, TestPeople.newName());
        for (int i = 0; i < 100; i++) {
            create(person, "{\"name\": \"t%d\"}".formatted(i));
        }

        ProblemFormat.check(person.post(TOKENS, "{\"name\": \"t100\"}"), 422, "invalid-fields");
    }

    @Test
    @DisplayName("Hazard 33: deadlock on \"last used\"")
    void theLastUseIsKeptToTheMinuteAndAwaitsNobody() {
        JsonNode token =
                ServiceClient.json(
                        admin.post(TOKENS, "{\"name\": \"" + Registry.newName() + "\"}"));
        long id = token.get("id").longValue();
        ServiceClient holder = anybody.with("Bearer " + token.get("token").stringValue());
        assertThat(lastUsed(id)).isNull();

        List<Integer> answers =
                Together.run(16, () -> holder.get("/_/api/v1/providers").statusCode());
        assertThat(answers).containsOnly(200);
        String first = lastUsed(id);
        assertThat(first).isNotNull();

        // Somebody holds the row for a long time: the request does not wait for them.
        transaction.executeWithoutResult(
                status -> {
                    jdbc.sql(
                                    """
                                    UPDATE api_token SET last_used_at = now() - interval '1 hour'
                                     WHERE id = :id
                                    """)
                            .param("id", id)
                            .update();
                    assertThat(
                                    Together.run(
                                            4,
                                            () -> holder.get("/_/api/v1/providers").statusCode()))
                            .containsOnly(200);
                    status.setRollbackOnly();
                });
        assertThat(lastUsed(id)).isEqualTo(first);
    }

    private @Nullable String lastUsed(long id) {
        return jdbc.sql("SELECT last_used_at::text FROM api_token WHERE id = :id")
                .param("id", id)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    private static JsonNode me(ServiceClient client) {
        return ServiceClient.json(client.get("/_/api/v1/me"));
    }

    private static long create(ServiceClient client, String body) {
        HttpResponse<String> created = client.post(TOKENS, body);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return ServiceClient.json(created).get("id").longValue();
    }

    private static String text(ServiceClient client, String body) {
        return ServiceClient.json(client.post(TOKENS, body)).get("token").stringValue();
    }

    private static List<Long> ids(ServiceClient client) {
        return ServiceClient.json(client.get(TOKENS)).get("items").values().stream()
                .map(token -> token.get("id").longValue())
                .toList();
    }
}
