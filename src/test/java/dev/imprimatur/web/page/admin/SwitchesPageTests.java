package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.killswitch.KillSwitch;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.web.page.Browser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class SwitchesPageTests {

    private static final String OFF = "form[action=/_/admin/switches/off]";
    private static final String ON = "form[action=/_/admin/switches/on]";

    /** An index that no other test switches. */
    private static final KillSwitch CARGO = KillSwitch.index("cargo");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private KillSwitches switches;

    @AfterEach
    void onAgain() {
        switches.set(CARGO, null, "system");
    }

    @Test
    void whatIsSwitchedOffIsShownWithItsReasonUntilItIsOnAgain() {
        Browser browser = Browser.ofOperator(port);
        Browser.Page page = browser.open("/_/admin/switches");

        page = page.submit(OFF, Map.of("id", "index:cargo", "reason", " <b>stolen</b> keys"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.texts("p[role=status]")).containsExactly("Switched off: index:cargo.");
        assertThat(page.texts("article h3")).containsExactly("Index cargo");
        assertThat(page.first("article dl").text())
                .startsWith("Reason <b>stolen</b> keys By api-token:")
                .contains("just now");
        assertThat(switches.stopping("cargo").orElseThrow().reason())
                .isEqualTo("<b>stolen</b> keys");
        assertThat(browser.open("/_/admin").text())
                .contains("The index cargo is switched off", "<b>stolen</b> keys");
        assertThat(browser.open("/_/admin/indexes").first("#index-cargo").text())
                .contains("off by a kill switch");

        page = browser.open("/_/admin/switches").submit(ON);

        assertThat(page.texts("article")).isEmpty();
        assertThat(page.text()).contains("Nothing is switched off.");
        assertThat(switches.stopping("cargo")).isEmpty();
    }

    @Test
    void whatLacksItsReasonIsSaidBesideItsField() {
        Browser browser = Browser.ofOperator(port);
        for (String reason : List.of("", "  ", "Schlüssel", "x".repeat(501))) {
            Browser.Page page =
                    browser.open("/_/admin/switches")
                            .submit(OFF, Map.of("id", "index:cargo", "reason", reason));

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.first("#reason").attr("aria-invalid")).isEqualTo("true");
            assertThat(page.first("#reason").attr("value")).isEqualTo(reason);
            assertThat(page.first("#reason-wrong").text()).startsWith("Say why");
            assertThat(page.first("#id option[selected]").attr("value")).isEqualTo("index:cargo");
        }
        Browser.Page page =
                browser.open("/_/admin/switches")
                        .submit(OFF, Map.of("id", "index:none", "reason", "why"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("#id").attr("aria-invalid")).isEqualTo("true");
        assertThat(switches.stopping("cargo")).isEmpty();
    }

    @Test
    void nobodyElseSwitchesAnything() {
        People people = new People(port, jdbc, tokens);
        Browser browser = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
        Map<String, String> form =
                new HashMap<>(browser.open("/_/projects").members("form[action=/_/sign-out]"));
        form.putAll(Map.of("id", "index:cargo", "reason", "why"));

        assertThat(browser.post("/_/admin/switches/off", form).statusCode()).isEqualTo(403);
        assertThat(browser.post("/_/admin/switches/on", form).statusCode()).isEqualTo(403);
        assertThat(switches.stopping("cargo")).isEmpty();
    }
}
