package dev.imprimatur.web.page.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeChoices;
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
class NotificationsPageTests {

    private static final String PATH = "/_/account/notifications";
    private static final String FORM = "form[action=/_/account/notifications]";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private NoticeChoices choices;

    private People people;
    private Account account;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
    }

    @Test
    void whatOneChoosesIsKeptAndShown() {
        Browser browser = SignedInPerson.of(account, false, port, jdbc, people);
        Browser.Page page = browser.open(PATH);
        assertThat(page.text()).contains("It goes to " + account.email());
        assertThat(page.document().select("input[name=wanted]:not([checked])")).isEmpty();
        Map<String, String> form = new HashMap<>(page.members(FORM));
        form.remove("mail");
        form.put("wanted", "publisher-added");

        assertThat(browser.post(PATH, form).statusCode()).isEqualTo(302);

        page = browser.open(PATH);
        assertThat(page.texts("p[role=status]")).containsExactly("Saved.");
        assertThat(choices.of(account).mail()).isFalse();
        assertThat(choices.of(account).silent())
                .isNotEmpty()
                .doesNotContain(EventType.PUBLISHER_ADDED)
                .allMatch(choices::isChoice);
        assertThat(page.document().select("input[name=mail][checked]")).isEmpty();
        assertThat(page.first("input[value=publisher-added]").hasAttr("checked")).isTrue();
        assertThat(page.document().select("input[name=wanted][disabled]:not([checked])")).isEmpty();
    }

    @Test
    void whoCameWithATokenReadsWhyTheyChangeNothing() {
        Browser browser = Browser.signedIn(port, people.token(account, Scope.ADMIN));
        Browser.Page page = browser.open(PATH);

        assertThat(page.first("main fieldset").hasAttr("disabled")).isTrue();
        assertThat(page.document().select("main form button")).isEmpty();
        assertThat(page.text()).contains("an API token, which may not change this");
        Map<String, String> form = new HashMap<>(page.members("form[action=/_/sign-out]"));
        assertThat(browser.post(PATH, form).statusCode()).isEqualTo(403);
        assertThat(choices.of(account).mail()).isTrue();
    }

    @Test
    void whoHasNoAddressReadsThatNothingGoesOut() {
        jdbc.sql("UPDATE account SET email = NULL WHERE id = :id")
                .param("id", account.id())
                .update();

        Browser.Page page = Browser.signedIn(port, people.token(account, Scope.READ)).open(PATH);

        assertThat(page.text()).contains("so nothing goes out");
    }

    @Test
    void theOperatorsTokenGetsNoMail() {
        Browser.Page page = Browser.ofOperator(port).open(PATH);

        assertThat(page.text()).contains("is no account, and gets no mail");
        assertThat(page.document().select("main form")).isEmpty();
    }
}
