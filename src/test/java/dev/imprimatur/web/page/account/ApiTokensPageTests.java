package dev.imprimatur.web.page.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import dev.imprimatur.web.page.SignedInPerson;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class ApiTokensPageTests {

    private static final String FORM = "form[action=/_/account/tokens/new]";

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
    void theTextOfANewTokenIsShownOnceAndNowhereElse() {
        Browser browser = SignedInPerson.of(account, false, port, jdbc, people);

        Browser.Page page =
                browser.open("/_/account/tokens")
                        .click("New API token")
                        .submit(
                                FORM,
                                Map.of(
                                        "name", "laptop",
                                        "scope", "publishers:write",
                                        "expires", "2099-01-31",
                                        "projects.pypi", "acme-*, sample",
                                        "projects.crates", "tool"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.answer().headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        String text = page.first("#token-text").text();
        ApiToken token = tokens.ofText(text).orElseThrow();
        assertThat(token.account()).extracting(Account::name).isEqualTo(account.name());
        assertThat(token.scope()).isEqualTo(Scope.PUBLISHERS_WRITE);
        assertThat(token.expiresAt()).hasToString("2099-01-31T00:00:00Z");
        assertThat(token.projects())
                .containsExactlyInAnyOrder(
                        new ProjectGlob("pypi", "acme-*"),
                        new ProjectGlob("pypi", "sample"),
                        new ProjectGlob("crates", "tool"));
        Browser.Page list = page.click("To your API tokens");
        assertThat(list.texts(".rows strong")).contains("laptop");
        assertThat(list.answer().body()).doesNotContain(text);
        assertThat(
                        jdbc.sql(
                                        "SELECT count(*) FROM browser_session_attributes WHERE"
                                                + " convert_from(attribute_bytes, 'UTF8') LIKE :text")
                                .param("text", "%" + text + "%")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @Test
    void whatIsWrongIsSaidBesideItsFieldAndTheRestStays() {
        Browser browser = SignedInPerson.of(account, false, port, jdbc, people);
        Browser.Page form = browser.open("/_/account/tokens/new");

        Browser.Page page =
                form.submit(
                        FORM,
                        Map.of(
                                "name", "<b>No name",
                                "scope", "everything",
                                "projects.pypi", "a b*c*d*e*f*g*h"));
        assertThat(page.status()).isEqualTo(422);
        for (String field : new String[] {"name", "scope", "projects-pypi"}) {
            assertThat(page.first("#" + field).attr("aria-invalid")).as(field).isEqualTo("true");
        }
        assertThat(page.first("#name").attr("value")).isEqualTo("<b>No name");
        assertThat(page.first("#name-wrong").text()).startsWith("A name has 1 to 64 characters");
        assertThat(page.first("#projects-wrong").text()).contains("a pattern over its names");

        for (String day : new String[] {"2001-01-01", "tomorrow", "2026-02-31", "9999-01-01"}) {
            page = form.submit(FORM, Map.of("name", "later", "expires", day));
            assertThat(page.status()).as(day).isEqualTo(422);
            assertThat(page.first("#expires").attr("aria-invalid")).isEqualTo("true");
            assertThat(page.first("#expires-wrong").text()).isNotEmpty();
        }
        assertThat(form.submit(FORM, Map.of("name", "twice")).status()).isEqualTo(200);
        page = form.submit(FORM, Map.of("name", "twice"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("#name-wrong").text()).contains("of this name already");
    }

    @Test
    void aTokenMakesNoOthers() {
        Browser browser = Browser.signedIn(port, people.token(account, Scope.ADMIN));
        assertThat(browser.open("/_/account/tokens").texts("main [role=button]")).isEmpty();
        Browser.Page page = browser.open("/_/account/tokens/new");
        assertThat(page.document().select(FORM)).isEmpty();
        assertThat(page.text()).contains("which makes no others");
        Map<String, String> form = new HashMap<>(page.members("form[action=/_/sign-out]"));
        form.putAll(Map.of("name", "more", "scope", "read"));

        assertThat(browser.post("/_/account/tokens/new", form).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyAnAdministratorMakesATokenOfTheOperators() {
        Browser person = SignedInPerson.of(account, false, port, jdbc, people);
        Browser.Page form = person.open("/_/account/tokens/new");
        assertThat(form.document().select("input[name=operator]")).isEmpty();
        Map<String, String> wish = form.members(FORM);
        wish.putAll(Map.of("name", "mine", "operator", "true"));
        assertThat(person.post("/_/account/tokens/new", wish).statusCode()).isEqualTo(403);

        Browser admin = SignedInPerson.of(account, true, port, jdbc, people);
        String name = "operators-" + account.name();
        Browser.Page page =
                admin.open("/_/account/tokens/new")
                        .submit(FORM, Map.of("name", name, "operator", "true"));

        ApiToken token = tokens.ofText(page.first("#token-text").text()).orElseThrow();
        assertThat(token.account()).isNull();
        assertThat(token.scope()).isEqualTo(Scope.READ);
    }

    @Test
    void aTokenIsRemovedAfterAQuestion() {
        Browser browser = SignedInPerson.of(account, false, port, jdbc, people);
        String text = people.token(account, Scope.ADMIN);
        ApiToken token = tokens.ofText(text).orElseThrow();
        String path = "/_/account/tokens/%d/remove".formatted(token.id());
        Browser.Page asked = browser.open(path);
        assertThat(asked.text()).contains(token.name());
        assertThat(tokens.ofText(text)).isPresent();

        Browser.Page page = asked.submit("main form");

        assertThat(page.address()).isEqualTo("/_/account/tokens");
        assertThat(page.texts("p[role=status]")).hasSize(1);
        assertThat(tokens.ofText(text)).isEmpty();
        assertThat(browser.open(path).status()).isEqualTo(404);
    }

    @Test
    void tokensOfOthersAreNotThere() {
        String theirs = people.token(people.account(), Scope.READ);
        ApiToken token = tokens.ofText(theirs).orElseThrow();
        String path = "/_/account/tokens/%d/remove".formatted(token.id());
        Browser person = SignedInPerson.of(account, false, port, jdbc, people);
        Map<String, String> form =
                person.open("/_/account/tokens").members("form[action=/_/sign-out]");

        assertThat(person.open(path).status()).isEqualTo(404);
        assertThat(person.post(path, form).statusCode()).isEqualTo(404);
        assertThat(person.open("/_/account/tokens?all=true").text()).doesNotContain(token.name());
        assertThat(tokens.ofText(theirs)).isPresent();

        Browser reader = Browser.signedIn(port, people.token(account, Scope.READ));
        String own = people.token(account, Scope.ADMIN);
        long id = tokens.ofText(own).orElseThrow().id();
        assertThat(reader.open("/_/account/tokens/%d/remove".formatted(id)).status())
                .isEqualTo(403);
    }

    @Test
    void anAdministratorSeesThoseOfEverybody() {
        people.token(people.account(), Scope.READ);
        Browser admin = SignedInPerson.of(account, true, port, jdbc, people);

        Browser.Page own = admin.open("/_/account/tokens");
        assertThat(own.texts(".rows li")).hasSize(1);

        Browser.Page all = own.click("See those of everybody");
        assertThat(all.texts(".rows li")).hasSizeGreaterThan(1);
        assertThat(all.texts(".rows .muted")).contains("the operator");
    }
}
