package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectSettings;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Removal;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What people see of projects, and that what they do not see is not there. */
@ServiceTest
class RightsTests {

    private static final String PYPI = Registry.projects("pypi");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private Indexes indexes;
    @Autowired private Projects projects;
    @Autowired private ProjectSettings settings;
    @Autowired private PublisherChanges changes;

    private Registry registry;
    private People people;
    private String mine;
    private String others;
    private long publisher;
    private long othersPublisher;
    private Account owner;

    @BeforeEach
    void twoProjects() {
        registry = new Registry(port);
        people = new People(port, jdbc, tokens);
        mine = Registry.newName();
        others = Registry.newName();
        publisher = registry.addPublisher(mine);
        othersPublisher = registry.addPublisher(others);
        owner = people.account("owner", "pypi", mine);
    }

    @Test
    void anothersProjectAndOneThatIsNotThereAreTheSameAnswer() {
        ServiceClient client = people.as(owner, Scope.ADMIN);
        String missing = Registry.newName();

        for (String path :
                List.of(
                        PYPI + "/!",
                        PYPI + "/!/publishers",
                        PYPI + "/!/publishers/" + othersPublisher,
                        "/_/api/v1/events?index=pypi&project=!",
                        "/_/api/v1/indexes/pypi/uploads?project=!")) {
            assertHidden(
                    client.get(path.replace("!", others)), client.get(path.replace("!", missing)));
        }
        assertHidden(client.delete(PYPI + "/" + others), client.delete(PYPI + "/" + missing));
        assertHidden(client.put(PYPI + "/" + others, "{}"), client.put(PYPI + "/" + missing, "{}"));
        assertHidden(
                client.delete(Registry.publishers(others) + "/" + othersPublisher),
                client.delete(Registry.publishers(missing) + "/" + othersPublisher));
        assertThat(registry.events(others)).containsExactly("publisher-added", "project-created");
    }

    @Test
    @DisplayName("Hazard 31: the right is looked at again where the change is made")
    void whoLostTheRightAMomentAgoChangesNothing() {
        PackageIndex pypi = indexes.ofId("pypi").orElseThrow();
        RegisteredProject seen =
                projects.find(pypi, pypi.projectName(others).orElseThrow(), Caller.operator("test"))
                        .orElseThrow();
        Caller removed = Caller.person(owner, false, true);

        assertThat(settings.requireToken(seen, removed)).isFalse();
        assertThat(settings.stopRequiringToken(seen, removed)).isFalse();
        assertThat(changes.remove(seen, othersPublisher, _ -> true, removed))
                .isEqualTo(Removal.MISSING);

        assertThat(registry.events(others)).containsExactly("publisher-added", "project-created");
    }

    @Test
    void aNameThatMayNotBeClaimedIsTheSameAnswerWhetherItIsTakenOrNot() {
        ServiceClient client = people.as(owner, Scope.ADMIN);

        HttpResponse<String> taken = client.post(Registry.publishers(others), Registry.GITHUB);
        HttpResponse<String> free =
                client.post(Registry.publishers(Registry.newName()), Registry.GITHUB);

        ProblemFormat.check(taken, 403, "forbidden");
        assertThat(free.statusCode()).isEqualTo(403);
        assertThat(free.body()).isEqualTo(taken.body());
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theIdOfAnothersPublisherIsNoneInMyProject() {
        ServiceClient client = people.as(owner, Scope.ADMIN);
        String path = Registry.publishers(mine) + "/" + othersPublisher;

        ProblemFormat.check(client.get(path), 404, "not-found");
        ProblemFormat.check(client.delete(path), 404, "not-found");
        assertThat(registry.admin.get(Registry.publishers(others) + "/" + othersPublisher).body())
                .contains("octo-repo");
    }

    @Test
    void anOwnerPublishesAndAViewerLooks() {
        ServiceClient asOwner = people.as(owner, Scope.PUBLISHERS_WRITE);
        ServiceClient asViewer =
                people.as(people.account("viewer", "pypi", mine), Scope.PUBLISHERS_WRITE);
        String path = Registry.publishers(mine) + "/" + publisher;

        assertThat(asViewer.get(path).statusCode()).isEqualTo(200);
        assertThat(detail(asViewer.delete(path)))
                .isEqualTo("This takes an owner of the project; you are a viewer");
        assertThat(asOwner.delete(path).statusCode()).isEqualTo(204);
        assertThat(registry.eventsOf(mine).getFirst().get("actor").stringValue())
                .startsWith("account:" + owner.name() + "/token-");
    }

    @Test
    void aScopeIsTheMostThatATokenMayDo() {
        ServiceClient reader = people.as(owner, Scope.READ);
        String path = Registry.publishers(mine);

        assertThat(reader.get(path).statusCode()).isEqualTo(200);
        for (HttpResponse<String> refused :
                List.of(
                        reader.delete(path + "/" + publisher),
                        reader.post(path, Registry.GITHUB),
                        reader.post(path + "?dry_run=true", Registry.GITHUB))) {
            assertThat(detail(refused))
                    .isEqualTo(
                            "This takes credentials of the scope publishers:write; these have the"
                                    + " scope read");
        }
        assertThat(detail(people.as(owner, Scope.ADMIN).delete(PYPI + "/" + mine)))
                .startsWith("This takes an administrator");
    }

    @Test
    void aTokenForSomeProjectsSeesNoOthers() {
        registry.addPublisher(mine + "-too");
        people.join(owner, "owner", "pypi", mine + "-too");
        ServiceClient limited = people.as(owner, Scope.ADMIN, new ProjectGlob("pypi", mine + "-*"));
        ServiceClient elsewhere = people.as(owner, Scope.ADMIN, new ProjectGlob("other", "*"));

        assertThat(limited.get(PYPI + "/" + mine + "-too").statusCode()).isEqualTo(200);
        ProblemFormat.check(limited.get(PYPI + "/" + mine), 404, "not-found");
        ProblemFormat.check(elsewhere.get(PYPI + "/" + mine), 404, "not-found");
        assertThat(names(limited, PYPI)).containsExactly(mine + "-too");
        assertThat(names(elsewhere, PYPI)).isEmpty();
    }

    @Test
    void aTokenThatWasMadeByAnOwnerWhoLeftGivesNothingFromThatInstant() {
        ServiceClient client = people.as(owner, Scope.ADMIN);
        assertThat(client.get(PYPI + "/" + mine).statusCode()).isEqualTo(200);

        jdbc.sql("DELETE FROM member WHERE account_id = :id").param("id", owner.id()).update();

        ProblemFormat.check(client.get(PYPI + "/" + mine), 404, "not-found");
        assertThat(names(client, PYPI)).isEmpty();
        jdbc.sql("DELETE FROM account WHERE id = :id").param("id", owner.id()).update();
        ProblemFormat.check(client.get(PYPI + "/" + mine), 401, "unauthenticated");
    }

    @Test
    void aListHasWhatOneMaySeeAndNothingElse() {
        for (String suffix : List.of("-c", "-a", "-b")) {
            registry.addPublisher(mine + suffix);
            people.join(owner, "viewer", "pypi", mine + suffix);
        }
        ServiceClient client = people.as(owner, Scope.READ);

        assertThat(names(client, PYPI))
                .containsExactly(mine, mine + "-a", mine + "-b", mine + "-c");
        assertThat(names(client, PYPI + "?q=" + mine + "-b")).containsExactly(mine + "-b");
        assertThat(names(client, PYPI + "?q=" + others)).isEmpty();
        assertThat(names(client, Registry.projects("other"))).isEmpty();

        JsonNode first = ServiceClient.json(client.get(PYPI + "?limit=3"));
        assertThat(first.get("items").size()).isEqualTo(3);
        assertThat(names(client, PYPI + "?limit=3&after=" + first.get("next").stringValue()))
                .containsExactly(mine + "-c");
    }

    @Test
    void anOperatorsTokenForSomeNamesActsOnThemAll() {
        ServiceClient acme =
                people.as(null, Scope.PUBLISHERS_WRITE, new ProjectGlob("pypi", mine + "*"));

        assertThat(names(acme, PYPI)).containsExactly(mine);
        assertThat(acme.delete(Registry.publishers(mine) + "/" + publisher).statusCode())
                .isEqualTo(204);
        ProblemFormat.check(acme.get(PYPI + "/" + others), 404, "not-found");
        ProblemFormat.check(acme.delete(PYPI + "/" + mine), 403, "forbidden");
    }

    @Test
    void eventsAndUploadsOfAllProjectsAreForAdministrators() {
        ServiceClient client = people.as(owner, Scope.ADMIN);

        for (String path :
                List.of(
                        "/_/api/v1/events",
                        "/_/api/v1/events?index=pypi",
                        "/_/api/v1/events?project=" + mine,
                        "/_/api/v1/indexes/pypi/uploads")) {
            ProblemFormat.check(client.get(path), 403, "forbidden");
            assertThat(registry.admin.get(path).statusCode()).isEqualTo(200);
        }
        assertThat(client.get("/_/api/v1/events?index=pypi&project=" + mine).body())
                .contains("publisher-added");
        assertThat(client.get("/_/api/v1/indexes/pypi/uploads?project=" + mine).statusCode())
                .isEqualTo(200);
    }

    private static List<String> names(ServiceClient client, String path) {
        HttpResponse<String> answer = client.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ServiceClient.json(answer).get("items").values().stream()
                .map(project -> project.get("normalized_name").stringValue())
                .toList();
    }

    private static String detail(HttpResponse<String> refused) {
        return ProblemFormat.check(refused, 403, "forbidden").get("detail").stringValue();
    }

    private static void assertHidden(HttpResponse<String> others, HttpResponse<String> missing) {
        ProblemFormat.check(others, 404, "not-found");
        assertThat(others.body()).isEqualTo(missing.body());
    }
}
