package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Claimant;
import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.secret.Leak;
import dev.imprimatur.token.LeakedUploadTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody who is no administrator reads of the audit log, and of the ledger. */
@ServiceTest
class EventPrivacyTests {

    private static final Scope READ = Scope.READ;

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private Publishers publishers;
    @Autowired private Indexes indexes;
    @Autowired private LeakedUploadTokens leaks;

    /** The repository of Alice; the name that both wait for is its project's. */
    private Publishing first;

    private Publishing second;
    private People people;
    private Caller alice;
    private Caller bob;
    private ProjectName name;
    private String events;

    @BeforeEach
    void twoPeopleAndOneName() {
        first = new Publishing(port);
        second = new Publishing(port);
        people = new People(port, jdbc, tokens);
        alice = Claimant.in(jdbc);
        bob = Claimant.in(jdbc);
        PackageIndex pypi = indexes.ofId("pypi").orElseThrow();
        name = pypi.projectName(first.project()).orElseThrow();
        events = "/_/api/v1/events?limit=200&index=pypi&project=" + name.normalized();
    }

    @Test
    @DisplayName("Hazard 31: of several who wait for a name each reads their own events")
    void whoWaitsReadsNothingOfOthersWhoWait() {
        bothWaitAndTry();

        assertThat(types(as(alice)))
                .containsExactly(
                        "upload-refused",
                        "token-leaked",
                        "token-revoked",
                        "exchange-refused",
                        "token-minted",
                        "publisher-pinned",
                        "publisher-added",
                        "project-pending-created");
        for (String seen : allForms(as(alice))) {
            assertThat(seen).contains(first.owner()).doesNotContain(traces(bob, second));
        }
        assertThat(types(as(bob)))
                .containsExactly(
                        "exchange-refused",
                        "token-minted",
                        "publisher-pinned",
                        "publisher-added",
                        "project-pending-created");
        assertThat(body(as(bob))).doesNotContain(traces(alice, first));
        assertThat(body(first.client().asAdmin()))
                .contains(traces(alice, first))
                .contains(traces(bob, second));
    }

    @Test
    @DisplayName("Hazard 31: who gets a name reads nothing of those who lost it")
    void whoWinsReadsNothingOfTheLosers() {
        waits(alice, first);
        waits(bob, second);
        String tokenOfBob = second.uploadToken();
        assertThat(first.upload(first.uploadToken()).statusCode()).isEqualTo(201);
        assertThat(second.upload(tokenOfBob, first.project(), "1.0").statusCode()).isEqualTo(403);
        assertThat(authorize(tokenOfBob).statusCode()).isEqualTo(403);
        assertThat(second.mint(second.job()).statusCode()).isEqualTo(422);
        second.form("/_/oauth2/revoke", "token=" + tokenOfBob);

        assertThat(types(as(alice)))
                .containsExactly(
                        "upload-authorized",
                        "project-pending-won",
                        "member-added",
                        "token-minted",
                        "publisher-pinned",
                        "publisher-added",
                        "project-pending-created");
        for (String seen : allForms(as(alice))) {
            assertThat(seen).doesNotContain(traces(bob, second));
        }
        assertThat(as(bob).get(events).statusCode()).isEqualTo(404);
        assertThat(body(first.client().asAdmin()))
                .contains("project-pending-lost", "upload-refused", "token-revoked")
                .contains(traces(bob, second));
    }

    @Test
    @DisplayName("Hazard 31: the log of an earlier owner is not that of a name's next one")
    void whoGetsANameAnewReadsNothingOfItsEarlierOwners() {
        String project = "/_/api/v1/indexes/pypi/projects/" + first.project();
        ServiceClient admin = first.client().asAdmin();
        first.publisher();
        Account earlier = people.account("owner", "pypi", name.normalized());
        ServiceClient asEarlier = people.as(earlier, Scope.ADMIN);
        asEarlier.put(project + "/members/" + people.account().name(), "{\"role\": \"viewer\"}");
        first.upload(first.uploadToken());
        admin.delete(project);
        admin.put(project, "{}");
        ServiceClient next = people.as(people.account("owner", "pypi", name.normalized()), READ);

        assertThat(types(next)).containsExactly("project-created");
        for (String seen : allForms(next)) {
            assertThat(seen).doesNotContain(first.owner(), earlier.name());
        }
        assertThat(types(admin)).contains("project-removed", "member-added", "upload-authorized");
    }

    @Test
    void whoGetsANameAnewReadsTheProvenanceOfWhatTheIndexHasAndWhoWaitsDoesNot() {
        String project = "/_/api/v1/indexes/pypi/projects/" + first.project();
        String uploads = "/_/api/v1/indexes/pypi/uploads?project=" + first.project();
        first.publisher();
        first.upload(first.uploadToken());
        first.client().asAdmin().delete(project);
        waits(alice, second);

        assertThat(ServiceClient.json(as(alice).get(uploads)).get("items").size()).isZero();
        assertThat(second.upload(second.uploadToken(), first.project(), "2.0").statusCode())
                .isEqualTo(201);
        assertThat(ServiceClient.json(as(alice).get(uploads)).get("items").size()).isEqualTo(2);
        assertThat(body(as(alice))).doesNotContain(first.owner());
    }

    @Test
    @DisplayName("Hazard 34: who waits for a name finds their own attempt, and no other's")
    void whoWaitsFindsTheirOwnRefusal() {
        waits(alice, first);
        waits(bob, second);
        String ofAlice = attempt(first.mint(refused(first)));
        String ofBob = attempt(second.mint(refused(second)));

        JsonNode found = items(as(alice), events + "&attempt=" + ofAlice).getFirst();

        assertThat(found.get("type").stringValue()).isEqualTo("exchange-refused");
        assertThat(found.at("/detail/reason").stringValue()).isNotEmpty();
        assertThat(found.at("/detail/claims").toString()).contains(first.owner());
        assertThat(items(as(alice), events + "&attempt=" + ofBob)).isEmpty();
        assertThat(items(as(bob), events + "&attempt=" + ofBob)).hasSize(1);
        assertThat(items(first.client().asAdmin(), events + "&attempt=" + ofBob)).hasSize(1);
    }

    @Test
    @DisplayName("Hazard 31: a token for several projects names to each of them itself alone")
    void anEventOfSeveralProjectsNamesOnesOwn() {
        first.publisher();
        first.publisher(first.project("-secret"), Map.of());
        ServiceClient owner = people.as(people.account("owner", "pypi", name.normalized()), READ);
        String token = first.uploadToken();
        first.form("/_/oauth2/revoke", "token=" + token);

        assertThat(types(owner)).startsWith("token-revoked", "token-minted");
        for (String seen : allForms(owner)) {
            assertThat(seen).doesNotContain("-secret");
        }
        assertThat(items(owner, events).getFirst().get("projects").toString())
                .isEqualTo("[\"%s\"]".formatted(name.normalized()));
        assertThat(items(first.client().asAdmin(), events).getFirst().get("projects").toString())
                .contains(name.normalized(), "-secret");
    }

    @Test
    void whoWaitedIsForThemselvesAndAdministrators() {
        waits(alice, first);
        first.upload(first.uploadToken());
        ServiceClient viewer = people.as(people.account("viewer", "pypi", name.normalized()), READ);
        String created = events + "&type=project-pending-created";

        JsonNode toAlice = items(as(alice), created).getFirst().get("detail");
        JsonNode toTheViewer = items(viewer, created).getFirst().get("detail");
        JsonNode toAdmins = items(first.client().asAdmin(), created).getFirst().get("detail");

        assertThat(toAlice).isEqualTo(toAdmins);
        assertThat(toAlice.get("accounts").toString()).isEqualTo("[%d]".formatted(id(alice)));
        assertThat(toAlice.get("claimed_by").stringValue()).isEqualTo(alice.actor());
        assertThat(toTheViewer.propertyNames())
                .containsExactlyInAnyOrder("name", "pending_projects", "pending_until");
    }

    @Test
    void becomingTheOwnerIsAnEventOfItsOwn() {
        waits(alice, first);
        first.upload(first.uploadToken());

        JsonNode added = items(as(alice), events + "&type=member-added").getFirst();

        assertThat(added.get("actor").stringValue()).isEqualTo("index:pypi");
        assertThat(added.get("detail"))
                .isEqualTo(
                        JsonMapper.shared()
                                .valueToTree(
                                        Map.of(
                                                "account",
                                                Objects.requireNonNull(alice.account()).name(),
                                                "role",
                                                "owner")));
    }

    private void bothWaitAndTry() {
        waits(alice, first);
        waits(bob, second);
        String token = first.uploadToken();
        second.uploadToken();
        first.mint(refused(first));
        second.mint(refused(second));
        first.form("/_/oauth2/revoke", "token=" + token);
        leaks.end(token, Leak.of(token, "https://paste.test/1", "paste", "test"));
        assertThat(first.upload(token).statusCode()).isEqualTo(403);
    }

    private void waits(Caller caller, Publishing whose) {
        PackageIndex pypi = indexes.ofId("pypi").orElseThrow();
        assertThat(
                        publishers.add(
                                pypi,
                                name,
                                new Publishers.Wish("test-ci", Map.copyOf(whose.fields())),
                                caller))
                .isInstanceOf(Addition.Added.class);
    }

    private static TestToken refused(Publishing whose) {
        return whose.job().claim("event_name", "workflow_run");
    }

    private HttpResponse<String> authorize(String token) {
        return first.client()
                .send(
                        first.client()
                                .to("/_/authorize/pypi")
                                .header("Authorization", "Bearer " + token)
                                .header("X-Imprimatur-Project", first.project())
                                .GET());
    }

    private ServiceClient as(Caller caller) {
        return people.as(caller.account(), READ);
    }

    /** What must not be read by others. */
    private static String[] traces(Caller caller, Publishing whose) {
        return new String[] {
            Objects.requireNonNull(caller.account()).name(), whose.owner() + "/repo"
        };
    }

    private static long id(Caller caller) {
        return Objects.requireNonNull(caller.account()).id();
    }

    /** The same events as a page and as lines; a stream has a test of its own. */
    private List<String> allForms(ServiceClient client) {
        HttpRequest.Builder lines = client.to(events).header("Accept", "application/x-ndjson");
        String exported = client.send(lines).body();
        assertThat(exported.lines()).hasSameSizeAs(types(client));
        return List.of(body(client), exported);
    }

    private String body(ServiceClient client) {
        HttpResponse<String> answer = client.get(events);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private List<String> types(ServiceClient client) {
        return items(client, events).stream()
                .map(event -> event.get("type").stringValue())
                .toList();
    }

    private static List<JsonNode> items(ServiceClient client, String path) {
        HttpResponse<String> answer = client.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return List.copyOf(ServiceClient.json(answer).get("items").values());
    }

    private static String attempt(HttpResponse<String> refused) {
        return ServiceClient.json(refused).get("attempt").stringValue();
    }
}
