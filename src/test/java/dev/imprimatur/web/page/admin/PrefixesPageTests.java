package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class PrefixesPageTests {

    private static final String HERE = "/_/admin/prefixes";
    private static final String ADD = "form[action=/_/admin/prefixes]";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private People people;
    private Account account;
    private String prefix;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
        prefix = new Publishing(port).normalized() + "-";
    }

    @Test
    void aPrefixIsGivenToSomebodyAndTakenAgainOnceAsked() {
        Browser browser = Browser.ofOperator(port);

        Browser.Page page = give(browser, "pypi", prefix, account.name());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.first("p[role=status]").text())
                .isEqualTo(prefix + "* belongs to " + account.name() + " now.");
        // Again, it changes nothing and is no mistake.
        assertThat(give(browser, "pypi", " " + prefix + " ", account.name()).status())
                .isEqualTo(200);
        String link = "a[href=%s/pypi/%s/owners/%s/remove]".formatted(HERE, prefix, account.name());
        Browser.Page ask = browser.open(page.first(link).attr("href"));
        assertThat(ask.text())
                .contains("Take " + prefix + "* in pypi away from " + account.name() + "?");
        page = ask.submit("main form");
        assertThat(page.first("p[role=status]").text())
                .isEqualTo(prefix + "* does not belong to " + account.name() + " any more.");
        assertThat(page.document().select(link)).isEmpty();
        assertThat(browser.open(ask.address()).status()).isEqualTo(404);
    }

    @Test
    void aScopeIsABeginningToo() {
        Browser browser = Browser.ofOperator(port);
        String scope = "@" + prefix + "x/";

        give(browser, "npm", scope, account.name());

        Browser.Page page = browser.open(HERE + "?limit=200");
        String link = page.first("a[aria-label*=" + scope + "]").attr("href");
        assertThat(browser.open(link).submit("main form").status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongIsSaidBesideItsField() {
        Browser browser = Browser.ofOperator(port);
        for (List<String> wrong :
                List.of(
                        List.of("none", prefix, account.name(), "index"),
                        List.of("pypi", "", account.name(), "prefix"),
                        List.of("pypi", "acme*", account.name(), "prefix"),
                        List.of("pypi", "\0", account.name(), "prefix"),
                        List.of("pypi", prefix, "nobody-at-all", "account"),
                        List.of("pypi", prefix, "<b>\0", "account"))) {
            Browser.Page page = give(browser, wrong.get(0), wrong.get(1), wrong.get(2));

            assertThat(page.status()).as(wrong.toString()).isEqualTo(422);
            assertThat(page.document().select("[aria-invalid]").eachAttr("id"))
                    .containsExactly(wrong.get(3));
            assertThat(page.texts("#%s-wrong".formatted(wrong.get(3)))).hasSize(1);
        }
    }

    @Test
    void aListIsReadPageByPage() {
        Browser browser = Browser.ofOperator(port);
        give(browser, "pypi", prefix, account.name());
        give(browser, "pypi", prefix, people.account().name());

        Browser.Page first = browser.open(HERE + "?limit=1");
        Browser.Page second = first.click("More");

        assertThat(first.texts(".rows .main")).hasSize(1);
        assertThat(second.texts(".rows .main"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.texts(".rows .main"));
    }

    @Test
    void whoOwnsOneSeesItWhereTheirCredentialsReach() {
        give(Browser.ofOperator(port), "pypi", prefix, account.name());

        assertThat(prefixes(people.token(account, Scope.READ))).containsExactly(prefix + "* pypi");
        assertThat(prefixes(people.token(account, Scope.READ, new ProjectGlob("npm", "*"))))
                .isEmpty();
        assertThat(prefixes(people.token(people.account(), Scope.READ))).isEmpty();
    }

    private List<String> prefixes(String token) {
        return Browser.signedIn(port, token).open("/_/account").texts(".prefixes .main");
    }

    private static Browser.Page give(Browser browser, String index, String prefix, String owner) {
        return browser.open(HERE)
                .submit(ADD, Map.of("index", index, "prefix", prefix, "account", owner));
    }
}
