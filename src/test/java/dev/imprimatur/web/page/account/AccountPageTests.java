package dev.imprimatur.web.page.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import dev.imprimatur.web.page.SignedInPerson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class AccountPageTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private People people;
    private Account account;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
    }

    @Test
    void whoCameWithATokenReadsHowFarItReaches() {
        String text = people.token(account, Scope.READ, new ProjectGlob("pypi", "acme-*"));
        Browser.Page page = Browser.signedIn(port, text).open("/_/account");

        assertThat(page.text())
                .contains(account.name(), account.email())
                .contains("the API token " + tokens.ofText(text).orElseThrow().name())
                .contains("looking only pypi acme-*", "in 12 hours");
        assertThat(page.texts("tbody th")).contains("pypi", "crates");
        assertThat(page.answer().body()).doesNotContain(text);
    }

    @Test
    void aPersonReadsWhatTheyAre() {
        Browser.Page page =
                SignedInPerson.of(account, false, port, jdbc, people).open("/_/account");
        assertThat(page.text()).contains("member: you may claim", "the identity provider");

        page = SignedInPerson.of(account, true, port, jdbc, people).open("/_/account");
        assertThat(page.text()).contains("Standing administrator");
    }

    @Test
    void namesThatAreWaitedForAreThereWithTheirEnd() {
        Publishing publishing = new Publishing(port);
        String token = people.token(account, Scope.ADMIN);
        publishing
                .client()
                .with("Bearer " + token)
                .post(
                        "/_/api/v1/indexes/open/projects/%s/publishers"
                                .formatted(publishing.project()),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                publishing.fields())));
        Browser browser = Browser.signedIn(port, token);

        Browser.Page page = browser.open("/_/account");

        assertThat(page.texts(".pending .main")).containsExactly(publishing.project() + " open");
        assertThat(page.first(".pending .badge").text()).startsWith("the wait ends in ");
        assertThat(page.click(publishing.project()).address())
                .isEqualTo("/_/projects/open/" + publishing.normalized());
        String limited = people.token(account, Scope.ADMIN, new ProjectGlob("npm", "*"));
        assertThat(Browser.signedIn(port, limited).open("/_/account").text())
                .contains("You wait for no name.")
                .doesNotContain(publishing.project());
    }

    @Test
    void theOperatorReadsThatTheirTokenIsNoAccount() {
        Browser.Page page = Browser.ofOperator(port).open("/_/account");

        assertThat(page.text()).contains("It is nobody's own, and has no account.");
        assertThat(page.texts("table")).isEmpty();
    }

    @Test
    void signingOutEverywhereEndsAllSessionsOfTheAccountAndNoOthers() {
        Browser one = Browser.signedIn(port, people.token(account, Scope.READ));
        Browser two = Browser.signedIn(port, people.token(account, Scope.ADMIN));
        Browser other = Browser.signedIn(port, people.token(people.account(), Scope.READ));

        Browser.Page page =
                one.open("/_/account").submit("form[action=/_/account/sign-out-everywhere]");

        assertThat(page.address()).isEqualTo("/_/sign-in");
        for (Browser ended : List.of(one, two)) {
            assertThat(ended.open("/_/account").address()).startsWith("/_/sign-in?next=");
        }
        assertThat(other.open("/_/account").status()).isEqualTo(200);
    }

    @Test
    void allPagesAreThereInGerman() {
        Browser browser = Browser.signedIn(port, people.token(account, Scope.READ)).in("de");

        for (String address :
                List.of("/_/account", "/_/account/tokens", "/_/account/notifications")) {
            Browser.Page page = browser.open(address);
            assertThat(page.first("h1").text()).isEqualTo("Konto");
            assertThat(page.text()).doesNotContain("??", "{0}");
        }
    }
}
