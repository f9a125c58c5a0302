package dev.imprimatur.web.registry;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.Together;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The upload tokens that are good for a project now, as those who look after it see them. */
@ServiceTest
class UploadTokenApiTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens apiTokens;

    private Publishing publishing;
    private ServiceClient admin;
    private People people;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
        people = new People(port, jdbc, apiTokens);
    }

    @Test
    void aLiveTokenIsShownWithoutItsText() {
        String publisher = publishing.publisher();
        String text = publishing.uploadToken();

        HttpResponse<String> answer = admin.get(path(publishing.project()));

        JsonNode token = ServiceClient.json(answer).at("/items/0");
        assertThat(answer.body()).doesNotContain(text.substring(10));
        assertThat(token.get("provider").stringValue()).isEqualTo("test-ci");
        assertThat(token.get("single_use").booleanValue()).isFalse();
        assertThat(token.at("/publishers/0").longValue()).isEqualTo(Long.parseLong(publisher));
        assertThat(token.at("/claims/repository").stringValue())
                .isEqualTo(publishing.owner() + "/repo");
        assertThat(token.has("jti")).isTrue();
        assertThat(token.has("expires_at")).isTrue();
    }

    @Test
    void anAdministratorEndsATokenForAllThatItReached() {
        publishing.publisher();
        publishing.publisher(publishing.project("-b"), Map.of());
        String text = publishing.uploadToken();
        long id = ids(publishing.project()).getFirst();

        assertThat(admin.delete(path(publishing.project("-b")) + "/" + id).statusCode())
                .isEqualTo(204);

        ProblemFormat.check(publishing.upload(text), 403, "revoked-token");
        assertThat(ids(publishing.project())).isEmpty();
        JsonNode event =
                publishing.events().stream()
                        .filter(one -> one.get("type").stringValue().equals("token-revoked"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.get("actor").stringValue()).startsWith("api-token:");
        assertThat(event.at("/detail/upload_token").longValue()).isEqualTo(id);
        ProblemFormat.check(admin.delete(path(publishing.project()) + "/" + id), 404, "not-found");
    }

    @Test
    @DisplayName("Hazard 31: nobody ends the releases of others through a project of their own")
    void whoLooksAfterOneProjectEndsATokenForThatOneAlone() {
        publishing.publisher();
        ServiceClient owner = ownerOfAnother("-b");
        String text = publishing.uploadToken();
        String single = publishing.singleUseToken();
        List<Long> ids = ids(publishing.project());

        for (long id : ids) {
            assertThat(end(owner, "-b", id)).isEqualTo(204);
            assertThat(end(owner, "-b", id)).isEqualTo(404);
        }

        assertThat(ids(publishing.project("-b"))).isEmpty();
        assertThat(ids(publishing.project())).isEqualTo(ids);
        for (String token : List.of(text, single)) {
            ProblemFormat.check(
                    publishing.upload(token, publishing.project("-b"), "1.0"),
                    403,
                    "revoked-token");
            assertThat(authorize(token, "-b")).isEqualTo(403);
            assertThat(projects(token)).containsExactly(publishing.project());
            assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        }
        ProblemFormat.check(publishing.upload(single), 403, "consumed-token");
        JsonNode event = revocations(publishing.normalized() + "-b").getLast();
        assertThat(event.get("projects").toString())
                .isEqualTo("[\"%s-b\"]".formatted(publishing.normalized()));
        assertThat(event.get("detail").toString())
                .isEqualTo("{\"lives_on\":true,\"upload_token\":%d}".formatted(ids.getFirst()));
        assertThat(revocations(publishing.normalized())).isEmpty();

        assertThat(end(admin, "-b", ids.getFirst())).isEqualTo(204);
        ProblemFormat.check(publishing.upload(text), 403, "revoked-token");
    }

    @Test
    void whoWaitsForANameEndsATokenForThatOneAlone() {
        publishing.publisher();
        ServiceClient stranger = waitsFor("-b");
        String text = publishing.uploadToken();
        long id = ids(publishing.project()).getFirst();

        assertThat(end(stranger, "-b", id)).isEqualTo(204);

        String waiting = publishing.project("-b");
        ProblemFormat.check(publishing.upload(text, waiting, "1.0"), 403, "revoked-token");
        assertThat(projects(text)).containsExactly(publishing.project());
        assertThat(publishing.upload(text).statusCode()).isEqualTo(201);
        JsonNode event = revocations(publishing.normalized() + "-b").getFirst();
        assertThat(event.at("/detail/pending_projects").propertyNames())
                .containsExactly(publishing.normalized() + "-b");

        assertThat(publishing.upload(publishing.uploadToken(), waiting, "1.0").statusCode())
                .isEqualTo(201);
        ProblemFormat.check(publishing.upload(text, waiting, "1.1"), 403, "revoked-token");
    }

    @Test
    void ofTwoWhoWaitForOneNameTheOtherKeepsTheToken() {
        ServiceClient first = waitsFor("-b");
        ServiceClient second = waitsFor("-b");
        String text = publishing.uploadToken();
        long id = ids(second, publishing.project("-b")).getFirst();

        assertThat(end(first, "-b", id)).isEqualTo(204);

        assertThat(projects(text)).containsExactly(publishing.project("-b"));
        assertThat(publishing.upload(text, publishing.project("-b"), "1.0").statusCode())
                .isEqualTo(201);
        assertThat(first.get(path(publishing.project("-b"))).statusCode()).isEqualTo(404);
        assertThat(ids(second, publishing.project("-b"))).containsExactly(id);
    }

    @Test
    void aTokenThatWasNarrowedToOneProjectEndsWithIt() {
        publishing.publisher();
        ServiceClient owner = ownerOfAnother("-b");
        List<String> names = List.of(publishing.project("-b"));
        String text =
                Publishing.tokenOf(
                        publishing.mint(publishing.job().text(), Map.of("projects", names)));
        long id = ids(publishing.project("-b")).getFirst();

        assertThat(end(owner, "-b", id)).isEqualTo(204);

        ProblemFormat.check(publishing.upload(text), 403, "revoked-token");
        assertThat(revocations(publishing.normalized() + "-b").getFirst().get("detail").toString())
                .isEqualTo("{\"upload_token\":%d}".formatted(id));
    }

    @Test
    void whoeverComesLastOfThoseAtOnceEndsTheTokenAsAWhole() {
        List<String> suffixes = List.of("-a", "-b", "-c", "-d");
        List<ServiceClient> owners = suffixes.stream().map(this::ownerOfAnother).toList();
        for (int round = 0; round < 5; round++) {
            String text = publishing.uploadToken();
            long id = ids(publishing.project("-a")).getFirst();
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < owners.size(); i++) {
                ServiceClient owner = owners.get(i);
                String suffix = suffixes.get(i);
                calls.add(() -> end(owner, suffix, id));
            }

            assertThat(Together.run(calls)).containsOnly(204);

            assertThat(code(publishing.upload(text))).isEqualTo("revoked-token");
            assertThat(
                            jdbc.sql(
                                            """
                                            SELECT detail -> 'lives_on' IS NULL FROM event
                                             WHERE type = 'token-revoked'
                                               AND detail ->> 'upload_token' = :id
                                             ORDER BY id
                                            """)
                                    .param("id", Long.toString(id))
                                    .query(Boolean.class)
                                    .list())
                    .containsExactlyInAnyOrder(true, false, false, false);
        }
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theTokenOfAnotherProjectIsNotThere() {
        publishing.publisher();
        String text = publishing.uploadToken();
        long id = ids(publishing.project()).getFirst();
        Publishing another = new Publishing(port);
        another.publisher();

        ProblemFormat.check(admin.delete(path(another.project()) + "/" + id), 404, "not-found");

        assertThat(ids(another.project())).isEmpty();
        assertThat(publishing.upload(text).statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsUsedUpIsNotLive() {
        publishing.publisher();
        String text = publishing.singleUseToken();
        assertThat(ids(publishing.project())).hasSize(1);

        publishing.upload(text);

        assertThat(ids(publishing.project())).isEmpty();
    }

    @Test
    void theListIsPaged() {
        publishing.publisher();
        publishing.uploadToken();
        publishing.uploadToken();

        JsonNode first = ServiceClient.json(admin.get(path(publishing.project()) + "?limit=1"));
        JsonNode second =
                ServiceClient.json(
                        admin.get(
                                path(publishing.project())
                                        + "?limit=1&after="
                                        + first.get("next").stringValue()));

        assertThat(
                        List.of(
                                first.at("/items/0/id").longValue(),
                                second.at("/items/0/id").longValue()))
                .isEqualTo(ids(publishing.project()));
        assertThat(second.has("next")).isFalse();
    }

    /** Somebody with a project of their own that names the same workflow. */
    private ServiceClient ownerOfAnother(String suffix) {
        publishing.publisher(publishing.project(suffix), Map.of());
        Account owner = people.account("owner", "pypi", publishing.normalized() + suffix);
        return people.as(owner, Scope.PUBLISHERS_WRITE);
    }

    private ServiceClient waitsFor(String suffix) {
        ServiceClient stranger = TestPeople.as(port, TestPeople.newName(), "employee");
        HttpResponse<String> added =
                stranger.post(
                        Registry.publishers(publishing.project(suffix)),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                publishing.fields())));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return stranger;
    }

    private int end(ServiceClient caller, String suffix, long id) {
        return caller.delete(path(publishing.project(suffix)) + "/" + id).statusCode();
    }

    private int authorize(String token, String suffix) {
        ServiceClient client = publishing.client().with("Bearer " + token);
        return client.send(
                        client.to("/_/authorize/pypi")
                                .header("X-Imprimatur-Project", publishing.project(suffix))
                                .GET())
                .statusCode();
    }

    private List<String> projects(String token) {
        return publishing
                .introspect(token)
                .path("projects")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private List<JsonNode> revocations(String project) {
        return new Registry(port)
                .eventsOf(project).stream()
                        .filter(event -> event.get("type").stringValue().equals("token-revoked"))
                        .toList();
    }

    private List<Long> ids(String project) {
        return ids(admin, project);
    }

    private static List<Long> ids(ServiceClient caller, String project) {
        return ServiceClient.json(caller.get(path(project)))
                .get("items")
                .valueStream()
                .map(item -> item.get("id").longValue())
                .toList();
    }

    private static String path(String project) {
        return Registry.projects("pypi") + "/" + project + "/upload-tokens";
    }
}
