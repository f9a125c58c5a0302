package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who may claim a name, and that whoever claims one waits for it unseen. */
@ServiceTest
class NamePolicyTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Registry registry;
    private People people;
    private Account account;
    private String name;

    @BeforeEach
    void somebody() {
        registry = new Registry(port);
        people = new People(port, jdbc, tokens);
        account = people.account();
        name = Registry.newName();
    }

    @Test
    void whoClaimsANameWaitsForItAndNobodyElseSeesThat() {
        ServiceClient client = people.as(account, Scope.PUBLISHERS_WRITE);

        HttpResponse<String> added = claim(client, "open", name);

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String path = Registry.projects("open") + "/" + name;
        JsonNode project = ServiceClient.json(client.get(path));
        assertThat(project.get("state").stringValue()).isEqualTo("pending");
        assertThat(project.get("claimed_by").stringValue()).startsWith(account.actor() + "/");
        assertThat(
                        ServiceClient.json(
                                        registry.admin.get(
                                                "/_/api/v1/events?index=open&project=" + name))
                                .get("items")
                                .values())
                .extracting(event -> event.get("type").stringValue())
                .containsExactly("publisher-added", "project-pending-created");
        ServiceClient another = people.as(people.account(), Scope.ADMIN);
        ProblemFormat.check(another.get(path), 404, "not-found");
        assertThat(claim(another, "open", name).statusCode()).isEqualTo(201);
    }

    @Test
    void aDryRunClaimsNothing() {
        ServiceClient client = people.as(account, Scope.ADMIN);
        String path = Registry.projects("open") + "/" + name;

        assertThat(client.post(path + "/publishers?dry_run=true", Registry.GITHUB).statusCode())
                .isEqualTo(200);
        ProblemFormat.check(client.get(path), 404, "not-found");
    }

    @Test
    void aReservedNameIsForAdministrators() {
        String reserved = "Reserved_" + name;

        assertRefused(claim(people.as(account, Scope.ADMIN), "open", reserved), "reserved");
        assertRefused(
                claim(TestPeople.as(port, TestPeople.newName(), "employee"), "open", reserved),
                "reserved");
        assertThat(claim(registry.admin, "open", reserved).statusCode()).isEqualTo(201);
    }

    @Test
    void membersComeThemselves() {
        String person = TestPeople.newName();

        assertRefused(claim(TestPeople.as(port, person), "pypi", name), "Only members");
        assertRefused(claim(people.as(account, Scope.ADMIN), "pypi", name), "Only members");
        assertThat(claim(TestPeople.as(port, person, "employee"), "pypi", name).statusCode())
                .isEqualTo(201);
    }

    @Test
    void adminsAloneUnlessTheOperatorSaysOtherwise() {
        assertRefused(
                claim(TestPeople.as(port, TestPeople.newName(), "employee"), "other", name),
                "Only administrators");
        assertThat(
                        claim(
                                        TestPeople.as(
                                                port, TestPeople.newName(), "imprimatur-admin"),
                                        "other",
                                        name)
                                .statusCode())
                .isEqualTo(201);
        assertThat(registry.admin.get(Registry.projects("other") + "/" + name + "/members").body())
                .contains("\"items\":[]");
    }

    @Test
    void credentialsThatAreLimitedClaimWithinTheirLimits() {
        ProjectGlob mine = new ProjectGlob("open", name + "-*");

        assertRefused(claim(people.as(account, Scope.READ), "open", name), "publishers:write");
        assertRefused(
                claim(people.as(account, Scope.ADMIN, mine), "open", name), "limited to other");
        assertThat(claim(people.as(account, Scope.ADMIN, mine), "open", name + "-a").statusCode())
                .isEqualTo(201);
        ServiceClient operators =
                people.as(null, Scope.PUBLISHERS_WRITE, new ProjectGlob("pypi", name + "-*"));
        assertThat(claim(operators, "pypi", name + "-b").statusCode()).isEqualTo(201);
        assertRefused(claim(operators, "pypi", name), "limited to other");
    }

    @Test
    void anAccountHoldsNoMorePublishersThanTheIndexAllows() {
        ServiceClient client = people.as(account, Scope.ADMIN);
        for (String suffix : new String[] {"-a", "-b"}) {
            assertThat(claim(client, "crates", name + suffix).statusCode()).isEqualTo(201);
        }

        assertRefused(claim(client, "crates", name + "-c"), "may have 2 publishers");
        assertRefused(
                claim(people.as(account, Scope.ADMIN), "crates", name + "-c"), "2 publishers");
        ProblemFormat.check(
                registry.admin.get(Registry.projects("crates") + "/" + name + "-c"),
                404,
                "not-found");
        assertThat(claim(people.as(people.account(), Scope.ADMIN), "crates", name).statusCode())
                .isEqualTo(201);
    }

    private static HttpResponse<String> claim(ServiceClient client, String index, String project) {
        return client.post(
                Registry.projects(index) + "/" + project + "/publishers", Registry.GITHUB);
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(ProblemFormat.check(answer, 403, "forbidden").get("detail").stringValue())
                .contains(why);
    }
}
