package dev.imprimatur.publisher;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PendingExpiry;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Projects that wait for their first upload: two people, two workflows, one name. */
@ServiceTest
class PendingProjectTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private Publishers publishers;
    @Autowired private Projects projects;
    @Autowired private PendingExpiry expiry;
    @Autowired private Indexes indexes;

    private Publishing first;
    private Publishing second;
    private Caller alice;
    private Caller bob;
    private PackageIndex pypi;
    private ProjectName name;

    @BeforeEach
    void twoPeopleAndOneName() {
        first = new Publishing(port);
        second = new Publishing(port);
        alice = Claimant.in(jdbc);
        bob = Claimant.in(jdbc);
        pypi = indexes.ofId("pypi").orElseThrow();
        name = pypi.projectName(first.project()).orElseThrow();
    }

    @Test
    void theFirstUploadMakesTheProjectAndItsOwner() {
        assertThat(wait(alice, first)).isInstanceOf(Addition.Added.class);
        assertThat(mine(alice).isPending()).isTrue();
        String token = first.uploadToken();

        HttpResponse<String> upload = first.upload(token);

        assertThat(upload.statusCode()).as(upload.body()).isEqualTo(201);
        assertThat(ServiceClient.json(upload).get("project_created").booleanValue()).isTrue();
        assertThat(mine(alice).isPending()).isFalse();
        assertThat(owners()).containsExactly(id(alice));
        assertThat(ServiceClient.json(first.upload(token)).get("project_created").booleanValue())
                .isFalse();
        assertThat(types())
                .containsExactly(
                        "upload-authorized",
                        "upload-authorized",
                        "project-pending-won",
                        "member-added",
                        "token-minted",
                        "publisher-pinned",
                        "publisher-added",
                        "project-pending-created");
        assertThat(event("publisher-added").at("/detail/pending_projects").toString())
                .isEqualTo("{\"%s\":[%d]}".formatted(name.normalized(), mine(alice).id()));
        JsonNode won = event("project-pending-won").at("/detail");
        assertThat(won.at("/accounts/0").longValue()).isEqualTo(id(alice));
        assertThat(won.get("claimed_by").asString()).isEqualTo(alice.actor());
    }

    @Test
    void whoComesSecondIsToldThatTheNameIsGone() {
        wait(alice, first);
        wait(bob, second);
        String tokenOfBob = second.uploadToken();
        assertThat(upload(first, first.uploadToken()).statusCode()).isEqualTo(201);

        HttpResponse<String> upload = upload(second, tokenOfBob);
        HttpResponse<String> exchange = second.mint(second.job());

        assertThat(upload.statusCode()).isEqualTo(403);
        assertThat(code(upload)).isEqualTo("name-taken");
        assertThat(description(upload)).contains("went to somebody else");
        assertThat(exchange.statusCode()).isEqualTo(422);
        assertThat(code(exchange)).isEqualTo("invalid-pending-publisher");
        assertThat(owners()).containsExactly(id(alice));
        JsonNode lost = event("project-pending-lost").at("/detail");
        assertThat(lost.get("accounts").valueStream().map(JsonNode::longValue))
                .containsExactly(id(bob));
        assertThat(lost.toString()).doesNotContain(alice.actor()).contains(bob.actor());
        assertThat(projects.find(pypi, name, bob)).isEmpty();
        assertThat(wait(bob, second)).isEqualTo(new Addition.NameTaken());
    }

    @Test
    @DisplayName("Catalogue G: another account's pending projects are invisible")
    void whatOthersWaitForIsInvisible() {
        wait(alice, first);

        assertThat(projects.find(pypi, name, bob)).isEmpty();
        assertThat(projects.page(pypi, bob, name.normalized(), null, 10)).isEmpty();
        assertThat(publishers.check(pypi, name, wish(first), bob))
                .isInstanceOf(Addition.Acceptable.class);
        assertThat(publishers.removeProject(pypi, mine(alice), bob)).isFalse();
        assertThat(projects.page(pypi, alice, name.normalized(), null, 10))
                .containsExactly(mine(alice));
        assertThat(publishers.check(pypi, name, wish(first), alice))
                .isInstanceOf(Addition.Duplicate.class);
    }

    @Test
    void anAdministratorSeesEverybodyWhoWaits() {
        wait(alice, first);
        wait(bob, second);
        ServiceClient admin = first.client().asAdmin();
        String path = "/_/api/v1/indexes/pypi/projects";

        JsonNode one = ServiceClient.json(admin.get(path + "/" + name.normalized()));
        HttpResponse<String> page = admin.get(path + "?limit=1&q=" + name.normalized());
        JsonNode next =
                ServiceClient.json(
                        admin.get(
                                path
                                        + "?limit=1&q="
                                        + name.normalized()
                                        + "&after="
                                        + ServiceClient.json(page).get("next").asString()));

        assertThat(one.get("state").asString()).isEqualTo("pending");
        assertThat(one.get("claimed_by").asString()).isEqualTo(alice.actor());
        assertThat(one.get("pending_until").asString()).isNotEmpty();
        assertThat(ServiceClient.json(page).at("/items/0/claimed_by").asString())
                .isEqualTo(alice.actor());
        assertThat(next.at("/items/0/claimed_by").asString()).isEqualTo(bob.actor());
    }

    @Test
    void nobodyWaitsForANameTwice() {
        wait(alice, first);
        long id = mine(alice).id();

        assertThat(wait(alice, first)).isInstanceOf(Addition.Duplicate.class);
        assertThat(wait(alice, second)).isInstanceOf(Addition.Added.class);

        assertThat(mine(alice).id()).isEqualTo(id);
        assertThat(publishers.page(mine(alice), 0, 10)).hasSize(2);
    }

    @Test
    void aNameOfARealProjectIsTakenAndNothingMoreIsSaid() {
        first.publisher();

        assertThat(wait(bob, second)).isEqualTo(new Addition.NameTaken());
        assertThat(publishers.check(pypi, name, wish(second), bob))
                .isEqualTo(new Addition.NameTaken());
    }

    @Test
    void anAdministratorsProjectTakesTheName() {
        wait(alice, first);
        String token = first.uploadToken();

        first.client().asAdmin().put("/_/api/v1/indexes/pypi/projects/" + first.project(), "{}");

        assertThat(code(first.upload(token))).isEqualTo("name-taken");
        assertThat(code(first.mint(first.job()))).isEqualTo("invalid-pending-publisher");
        assertThat(event("project-pending-lost").at("/detail/accounts/0").longValue())
                .isEqualTo(id(alice));
        assertThat(owners()).isEmpty();
    }

    @Test
    void anAdministratorMakesTheirOwnPendingProjectRealAndKeepsItsPublishers() {
        first.register("pypi", first.project(), "test-ci", first.fields());
        String token = first.uploadToken();

        HttpResponse<String> made =
                first.client()
                        .asAdmin()
                        .put("/_/api/v1/indexes/pypi/projects/" + first.project(), "{}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(ServiceClient.json(made).get("state").asString()).isEqualTo("active");
        HttpResponse<String> upload = first.upload(token);
        assertThat(upload.statusCode()).as(upload.body()).isEqualTo(201);
        assertThat(ServiceClient.json(upload).get("project_created").booleanValue()).isFalse();
        assertThat(types()).doesNotContain("project-pending-lost", "project-created");
    }

    @Test
    void severalPendingProjectsWaitBehindOneWorkflow() {
        ProjectName other = pypi.projectName(first.project("-other")).orElseThrow();
        wait(alice, first);
        publishers.add(pypi, other, wish(first), bob);
        String token = first.uploadToken();

        assertThat(first.introspect(token).path("projects").size()).isEqualTo(2);
        assertThat(mine(alice).isPending()).isTrue();
        assertThat(first.upload(token).statusCode()).isEqualTo(201);

        assertThat(mine(alice).isPending()).isFalse();
        assertThat(projects.find(pypi, other, bob).orElseThrow().isPending()).isTrue();
    }

    @Test
    void onePublisherOfTwoPeopleMakesTheProjectOfWhoWaitsLonger() {
        wait(alice, first);
        wait(bob, first);

        assertThat(first.upload(first.uploadToken()).statusCode()).isEqualTo(201);

        assertThat(owners()).containsExactly(id(alice));
    }

    @Test
    void aPackageThatTheIndexHasFromBeforeIsNotTakenOver() {
        wait(alice, first);
        String token = first.uploadToken();

        HttpResponse<String> upload =
                first.ask(
                        Map.of("token", token, "project", first.project(), "project_exists", true));

        assertThat(upload.statusCode()).isEqualTo(403);
        assertThat(code(upload)).isEqualTo("name-taken");
        assertThat(mine(alice).isPending()).isTrue();
        first.publisher(first.project(), Map.of());
        upload =
                first.ask(
                        Map.of(
                                "token",
                                first.uploadToken(),
                                "project",
                                first.project(),
                                "project_exists",
                                true));
        assertThat(upload.statusCode()).as(upload.body()).isEqualTo(201);
    }

    @Test
    void aSingleUseTokenMakesTheProjectAndIsUsedUp() {
        wait(alice, first);
        String token = first.singleUseToken();

        assertThat(first.upload(token).statusCode()).isEqualTo(201);

        assertThat(code(first.upload(token))).isEqualTo("consumed-token");
        assertThat(owners()).containsExactly(id(alice));
    }

    @Test
    void aProxyThatSaysTheProjectMakesItAndOneThatDoesNotDoesNot() {
        wait(alice, first);
        String token = first.uploadToken();

        assertThat(authorize(token, null).statusCode()).isEqualTo(403);
        assertThat(mine(alice).isPending()).isTrue();
        assertThat(authorize(token, first.project()).statusCode()).isEqualTo(204);

        assertThat(owners()).containsExactly(id(alice));
        assertThat(authorize(token, null).statusCode()).isEqualTo(204);
    }

    @Test
    void whoDoesNotComeInTimeWaitsNoMore() {
        wait(alice, first);
        String token = first.uploadToken();
        until("now() - interval '1 second'");

        assertThat(code(first.upload(token))).isEqualTo("pending-expired");
        HttpResponse<String> exchange = first.mint(first.job());
        assertThat(code(exchange)).isEqualTo("invalid-publisher");
        assertThat(description(exchange)).contains("has expired");
        assertThat(first.introspect(token).get("active").booleanValue()).isFalse();
        assertThat(projects.find(pypi, name, alice)).isEmpty();
        expiry.run();
        expiry.run();

        assertThat(types()).filteredOn("project-pending-expired"::equals).hasSize(1);
        assertThat(event("project-pending-expired").at("/detail/accounts/0").longValue())
                .isEqualTo(id(alice));
        assertThat(code(first.upload(token))).isEqualTo("publisher-removed");
    }

    @Test
    void whoComesAgainAfterTheEndBeginsAnew() {
        wait(alice, first);
        long before = mine(alice).id();
        until("now() - interval '1 second'");

        assertThat(wait(alice, first)).isInstanceOf(Addition.Added.class);

        assertThat(mine(alice).id()).isNotEqualTo(before);
        assertThat(first.upload(first.uploadToken()).statusCode()).isEqualTo(201);
        assertThat(types()).filteredOn("project-pending-expired"::equals).hasSize(1);
    }

    @Test
    void whoWaitsIsRemindedOnce() {
        wait(alice, first);
        expiry.run();
        assertThat(types()).doesNotContain("project-pending-expiring");
        until("now() + interval '4 days'");

        expiry.run();
        expiry.run();

        assertThat(types()).filteredOn("project-pending-expiring"::equals).hasSize(1);
        assertThat(event("project-pending-expiring").at("/detail/accounts/0").longValue())
                .isEqualTo(id(alice));
        assertThat(mine(alice).isPending()).isTrue();
    }

    private Addition wait(Caller caller, Publishing whose) {
        return publishers.add(pypi, name, wish(whose), caller);
    }

    private static Publishers.Wish wish(Publishing whose) {
        return new Publishers.Wish("test-ci", Map.copyOf(whose.fields()));
    }

    private HttpResponse<String> upload(Publishing whose, String token) {
        return whose.upload(token, first.project(), "1.0");
    }

    private HttpResponse<String> authorize(String token, @Nullable String project) {
        HttpRequest.Builder request =
                first.client()
                        .to("/_/authorize/pypi")
                        .header("Authorization", "Bearer " + token)
                        .GET();
        return first.client()
                .send(
                        Optional.ofNullable(project)
                                .map(named -> request.header("X-Imprimatur-Project", named))
                                .orElse(request));
    }

    private RegisteredProject mine(Caller caller) {
        return projects.find(pypi, name, caller).orElseThrow();
    }

    private static long id(Caller caller) {
        return java.util.Objects.requireNonNull(caller.account()).id();
    }

    private void until(String time) {
        jdbc.sql("UPDATE project SET pending_until = " + time + " WHERE normalized_name = :name")
                .param("name", name.normalized())
                .update();
    }

    private List<Long> owners() {
        return jdbc.sql(
                        """
                        SELECT m.account_id
                          FROM member m JOIN project j ON j.id = m.project_id
                         WHERE j.normalized_name = :name AND m.role = 'owner'
                           AND j.pending_until IS NULL
                        """)
                .param("name", name.normalized())
                .query(Long.class)
                .list();
    }

    private List<String> types() {
        return first.events().stream().map(event -> event.get("type").asString()).toList();
    }

    private JsonNode event(String type) {
        return first.events().stream()
                .filter(event -> event.get("type").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
