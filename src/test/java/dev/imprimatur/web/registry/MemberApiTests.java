package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class MemberApiTests {

    private static final String OWNER = "{\"role\": \"owner\"}";
    private static final String VIEWER = "{\"role\": \"viewer\"}";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Registry registry;
    private People people;
    private String project;
    private String members;
    private Account alice;
    private Account bob;
    private ServiceClient asAlice;

    @BeforeEach
    void aProjectWithAnOwner() {
        registry = new Registry(port);
        people = new People(port, jdbc, tokens);
        project = Registry.newName();
        registry.addPublisher(project);
        members = Registry.projects("pypi") + "/" + project + "/members";
        alice = people.account("owner", "pypi", project);
        bob = people.account();
        asAlice = people.as(alice, Scope.ADMIN);
    }

    @Test
    void anOwnerAddsChangesAndRemovesMembers() {
        HttpResponse<String> added = asAlice.put(to(bob), VIEWER);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location")).hasValue(to(bob));
        assertThat(ServiceClient.json(added).get("role").stringValue()).isEqualTo("viewer");
        assertThat(asAlice.put(to(bob), VIEWER).statusCode()).isEqualTo(200);
        assertThat(people.as(bob, Scope.READ).get(members).body())
                .contains(alice.name(), bob.name())
                .doesNotContain("@people.test");

        assertThat(asAlice.put(to(bob), OWNER).body()).contains("\"role\":\"owner\"");
        assertThat(people.as(bob, Scope.ADMIN).delete(to(alice)).statusCode()).isEqualTo(204);
        ProblemFormat.check(asAlice.get(members), 404, "not-found");
        assertThat(registry.events(project))
                .startsWith("member-removed", "member-changed", "member-added");
        assertThat(registry.eventsOf(project).getFirst().get("detail").toString())
                .contains(alice.name(), "owner");
    }

    @Test
    void aViewerChangesNobodyButMayLeave() {
        people.join(bob, "viewer", "pypi", project);
        ServiceClient asBob = people.as(bob, Scope.ADMIN);

        ProblemFormat.check(asBob.put(to(bob), OWNER), 403, "forbidden");
        ProblemFormat.check(asBob.delete(to(alice)), 403, "forbidden");
        ProblemFormat.check(
                people.as(bob, Scope.PUBLISHERS_WRITE).delete(to(bob)), 403, "forbidden");
        assertThat(asBob.delete(to(bob)).statusCode()).isEqualTo(204);
        ProblemFormat.check(asBob.delete(to(bob)), 404, "not-found");
    }

    @Test
    void theLastOwnerStaysWhoeverAsks() {
        for (ServiceClient client : List.of(asAlice, registry.admin)) {
            ProblemFormat.check(client.delete(to(alice)), 409, "last-owner");
            ProblemFormat.check(client.put(to(alice), VIEWER), 409, "last-owner");
        }
        assertThat(asAlice.get(to(alice)).body()).contains("\"role\":\"owner\"");
    }

    @Test
    void aProjectThatNeverHadAnOwnerMayHaveViewersAlone() {
        String ownerless = Registry.newName();
        registry.addPublisher(ownerless);
        String path = Registry.projects("pypi") + "/" + ownerless + "/members/" + bob.name();

        assertThat(registry.admin.put(path, VIEWER).statusCode()).isEqualTo(201);
        assertThat(registry.admin.delete(path).statusCode()).isEqualTo(204);
    }

    @Test
    void aPendingProjectHasNoMembersYet() {
        String pending = Registry.newName();
        ServiceClient asBob = people.as(bob, Scope.ADMIN);
        String path = Registry.projects("open") + "/" + pending;
        assertThat(asBob.post(path + "/publishers", Registry.GITHUB).statusCode()).isEqualTo(201);

        for (Account account : List.of(alice, bob)) {
            ProblemFormat.check(
                    asBob.put(path + "/members/" + account.name(), OWNER), 409, "project-pending");
        }
        assertThat(asBob.get(path + "/members").body()).isEqualTo("{\"items\":[]}");
    }

    @RepeatedTest(5)
    @DisplayName("Hazard 11: two owners who remove each other at once leave one")
    void twoOwnersWhoRemoveEachOtherAtOnceLeaveOne() {
        people.join(bob, "owner", "pypi", project);
        ServiceClient asBob = people.as(bob, Scope.ADMIN);

        List<Integer> answers =
                Together.run(
                        List.of(
                                () -> asAlice.delete(to(bob)).statusCode(),
                                () -> asBob.delete(to(alice)).statusCode()));

        assertThat(answers).containsOnlyOnce(204);
        assertThat(answers).containsAnyOf(404, 409);
        assertThat(
                        ServiceClient.json(registry.admin.get(members))
                                .get("items")
                                .values()
                                .stream()
                                .map(member -> member.get("role").stringValue()))
                .containsExactly("owner");
    }

    @Test
    void whoWasNeverHereIsAskedToSignInOnce() {
        assertThat(
                        ProblemFormat.check(
                                        asAlice.put(members + "/nobody-here", VIEWER),
                                        422,
                                        "invalid-fields")
                                .get("detail")
                                .stringValue())
                .contains("sign in once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"role\": null}", "{\"role\": \"Owner\"}", "{\"role\": \"\"}"})
    void aRoleThatIsNoneIsRefused(String body) {
        ProblemFormat.check(asAlice.put(to(bob), body), 422, "invalid-fields");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theMemberOfAnotherProjectIsNoneOfMine() {
        String other = Registry.newName();
        registry.addPublisher(other);
        people.join(bob, "viewer", "pypi", other);

        ProblemFormat.check(asAlice.get(to(bob)), 404, "not-found");
        ProblemFormat.check(asAlice.delete(to(bob)), 404, "not-found");
        ProblemFormat.check(
                asAlice.get(Registry.projects("pypi") + "/" + other + "/members"),
                404,
                "not-found");
    }

    private String to(Account account) {
        return members + "/" + account.name();
    }
}
