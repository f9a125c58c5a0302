package dev.imprimatur.web.page.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.web.page.Browser;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class MembersPageTests {

    private static final String ADD = "form.add-member";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private Visitors visitors;
    private Account ada;
    private Browser browser;
    private String members;

    @BeforeEach
    void anOwner() {
        visitors = Visitors.of(port, jdbc, tokens);
        ada = visitors.member("owner");
        browser = visitors.browser(ada);
        members = visitors.path() + "/members";
    }

    @Test
    void anOwnerAddsChangesAndRemovesOthers() {
        Account ben = visitors.people().account();

        Browser.Page page =
                browser.open(members)
                        .submit(ADD, Map.of("account", " " + ben.name(), "role", "viewer"));
        assertThat(page.first("[role=status]").text()).isEqualTo(ben.name() + " is a viewer now.");

        String row = "tr:contains(" + ben.name() + ") ";
        page = page.submit(row + "form[action$=/members]");
        assertThat(page.first("[role=status]").text()).isEqualTo(ben.name() + " is an owner now.");
        assertThat(page.first(row + ".badge").text()).isEqualTo("owner");

        page = page.submit(row + "form[action$=/remove]");
        assertThat(page.first("[role=status]").text())
                .isEqualTo(ben.name() + " is no member any more.");
        assertThat(page.texts("tbody th")).containsExactly(ada.name());
    }

    @Test
    void aNameThatNobodyHasIsSaidBesideItsField() {
        for (String name : new String[] {"no-such-person", "<b>\"&", "a\0b", "x".repeat(200)}) {
            Browser.Page page = browser.open(members).submit(ADD, Map.of("account", name));

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.first("#account").attr("aria-invalid")).isEqualTo("true");
            assertThat(page.first("#account-wrong").text()).startsWith("Nobody of this name");
            assertThat(page.document().select("main b")).isEmpty();
        }
    }

    @Test
    void theLastOwnerStays() {
        Browser.Page left = browser.open(members).click("Leave");
        assertThat(left.text()).contains("Leave this project?");

        Browser.Page page = left.submit("main form");
        Browser.Page again = browser.open(members).submit("tbody form[action$=/members]");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("[role=alert]").text()).startsWith("This is the only owner");
        assertThat(again.first("[role=alert]").text()).startsWith("This is the only owner");
        assertThat(again.texts("tbody th")).containsExactly(ada.name());
    }

    @Test
    void aViewerLeavesAndChangesNobody() {
        Browser viewer = visitors.viewer();

        Browser.Page page = viewer.open(members);
        assertThat(page.document().select("main form")).isEmpty();
        Map<String, String> form = page.members("form[action=/_/sign-out]");
        form.putAll(Map.of("account", ada.name(), "role", "viewer"));
        assertThat(viewer.post(members, form).statusCode()).isEqualTo(403);
        assertThat(viewer.post(members + "/remove", form).statusCode()).isEqualTo(403);

        Browser.Page after = page.click("Leave").submit("main form");
        assertThat(after.address()).isEqualTo("/_/projects");
        assertThat(after.first("[role=status]").text())
                .isEqualTo("You left " + visitors.publishing().project() + ".");
        assertThat(viewer.open(members).status()).isEqualTo(404);
    }

    @Test
    void whoeverIsGoneAlreadyIsSaidToBe() {
        Map<String, String> form = browser.open(members).members("form[action=/_/sign-out]");
        form.put("account", "person-gone");

        assertThat(browser.post(members + "/remove", form).body())
                .contains("This is no member of the project");
    }

    @Test
    void aProjectThatWaitsHasNoMembersYet() {
        String waiting = visitors.publishing().project("-waits");
        visitors.publishing().register("pypi", waiting, "test-ci", visitors.publishing().fields());
        Browser operator = visitors.operator();
        String path = visitors.path() + "-waits/members";

        Browser.Page page = operator.open(path);
        assertThat(page.text()).contains("once its first upload has made it a real one");
        assertThat(page.document().select(ADD)).isEmpty();
        Map<String, String> form = page.members("form[action=/_/sign-out]");
        form.putAll(Map.of("account", ada.name(), "role", "viewer"));
        assertThat(operator.post(path, form).body()).contains("Nothing was changed");
    }

    @Test
    void membersComeInPages() {
        visitors.member("viewer");

        Browser.Page first = browser.open(members + "?limit=1");

        assertThat(first.texts("tbody th")).hasSize(1);
        assertThat(first.click("More").texts("tbody th"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.texts("tbody th"));
    }
}
