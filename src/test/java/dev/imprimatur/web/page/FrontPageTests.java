package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class FrontPageTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    @Test
    void strangersReadWhatThisIsAndNothingElse() {
        Browser.Page page = new Browser(port).open("/_/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Publishing without a password in CI");
        assertThat(page.document().select("main a")).hasSize(1);
        assertThat(page.click("Sign in").address()).isEqualTo("/_/sign-in");
        assertThat(new Browser(port).open("/").address()).endsWith("/_/");
        assertThat(new Browser(port).in("de").open("/_").text()).contains("ohne Passwort");
    }

    @Test
    void whoLooksAfterProjectsSeesThemAndNoStepsOfAnInstallation() {
        Publishing publishing = new Publishing(port);
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/pypi/projects/" + publishing.project(), "{}");
        People people = new People(port, jdbc, tokens);
        Account account = people.account("viewer", "pypi", publishing.normalized());

        Browser.Page page = Browser.signedIn(port, people.token(account, Scope.READ)).open("/_/");

        assertThat(page.texts(".rows .main a")).containsExactly(publishing.project());
        assertThat(page.texts(".rows .badge")).containsExactly("no publisher of its own");
        assertThat(page.document().select(".steps")).isEmpty();
        assertThat(page.texts("main a")).contains("Claim a name", "All projects");
    }

    @Test
    void whoHasNoProjectReadsWhatToDo() {
        People people = new People(port, jdbc, tokens);

        Browser.Page page =
                Browser.signedIn(port, people.token(people.account(), Scope.READ)).open("/_/");

        assertThat(page.text()).contains("There is no project for you yet.");
    }

    @Test
    void theStepsAreGoneOnceAllAreDone() {
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        assertThat(publishing.upload(publishing.uploadToken()).statusCode()).isEqualTo(201);

        Browser.Page page = Browser.ofOperator(port).open("/_/");

        assertThat(page.document().select(".steps")).isEmpty();
        assertThat(page.document().select(".rows")).hasSize(1);
    }
}
