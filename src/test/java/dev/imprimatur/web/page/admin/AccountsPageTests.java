package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class AccountsPageTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private People people;
    private Account account;
    private Browser browser;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
        browser = Browser.ofOperator(port);
    }

    @Test
    void anAccountIsFoundByTheBeginningOfItsName() {
        people.token(account, Scope.READ);

        Browser.Page page =
                browser.open("/_/admin/accounts?q=" + account.name().toUpperCase(Locale.ROOT));

        assertThat(page.texts("tbody tr"))
                .containsExactly("%s %s just now 1".formatted(account.name(), account.email()));
        assertThat(browser.open("/_/admin/accounts?q=%25_nobody").text())
                .contains("Nobody of this name was here.");
        assertThat(browser.open("/_/admin/accounts?limit=1").click("More").texts("tbody tr"))
                .hasSize(1);
    }

    @Test
    void anAccountIsShownWithItsProjectsAndTokens() {
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        people.join(account, "owner", "pypi", publishing.normalized());
        String text = people.token(account, Scope.PUBLISHERS_WRITE);
        ApiToken token = tokens.ofText(text).orElseThrow();

        Browser.Page page =
                browser.open("/_/admin/accounts?q=" + account.name()).click(account.name());

        assertThat(page.address()).isEqualTo("/_/admin/accounts/" + account.name());
        assertThat(page.texts("section > .rows a")).containsExactly(publishing.project(), "Remove");
        assertThat(page.text()).contains(account.email(), "owner", token.name());
        assertThat(page.answer().body()).doesNotContain(text);
    }

    @Test
    void anAdministratorRemovesATokenOfAnother() {
        String text = people.token(account, Scope.ADMIN);
        String name = tokens.ofText(text).orElseThrow().name();
        Browser.Page asked = browser.open("/_/admin/accounts/" + account.name()).click("Remove");
        assertThat(asked.text()).contains(name, account.name());
        assertThat(tokens.ofText(text)).isPresent();

        Browser.Page page = asked.submit("main form");

        assertThat(page.address()).isEqualTo("/_/admin/accounts/" + account.name());
        assertThat(page.texts("p[role=status]"))
                .containsExactly("The API token %s is removed.".formatted(name));
        assertThat(page.text()).contains("There is no API token.");
        assertThat(tokens.ofText(text)).isEmpty();
    }

    @Test
    void aTokenIsRemovedFromThePageOfItsHolderAlone() {
        long id = tokens.ofText(people.token(account, Scope.ADMIN)).orElseThrow().id();
        Account other = people.account();

        String path = "/_/admin/accounts/%s/tokens/%d/remove".formatted(other.name(), id);

        assertThat(browser.open(path).status()).isEqualTo(404);
        assertThat(browser.open("/_/admin/accounts/nobody-of-this-name").status()).isEqualTo(404);
        assertThat(tokens.ofId(id)).isPresent();
    }
}
