package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

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
        assertThat(new ServiceClient(port).get("/").statusCode()).isEqualTo(404);
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
    void whoLooksAfterProjectsSeesWhatWantsThem() {
        Publishing publishing = new Publishing(port);
        String publisher = publishing.publisher(publishing.project(), Map.of("environment", "x"));
        String attempt =
                ServiceClient.json(publishing.mint(publishing.job())).path("attempt").asString();
        People people = new People(port, jdbc, tokens);
        Account account = people.account("owner", "pypi", publishing.normalized());
        String waiting = publishing.project("-waiting");
        String token = people.token(account, Scope.ADMIN);
        publishing
                .client()
                .with("Bearer " + token)
                .post(
                        "/_/api/v1/indexes/open/projects/%s/publishers".formatted(waiting),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                publishing.fields())));
        jdbc.sql("UPDATE project SET pending_until = now() + interval '2 days' WHERE name = ?")
                .param(waiting)
                .update();
        jdbc.sql(
                        """
                        UPDATE publisher
                           SET pins = NULL, pins_resolved_at = NULL,
                               pin_deadline = now() - interval '75 hours'
                         WHERE id = ?
                        """)
                .param(Long.valueOf(publisher))
                .update();
        Browser browser = Browser.signedIn(port, token);
        browser.open("/_/");

        List<Browser.Page> shown = new ArrayList<>();
        List<String> sent = StatementLog.during(() -> shown.add(browser.open("/_/")));

        Browser.Page page = shown.getFirst();
        assertThat(page.texts(".attention .main a"))
                .contains(waiting, publishing.project() + ", publisher " + publisher);
        assertThat(page.texts(".attention .badge")).contains("ended 3 days ago");
        assertThat(page.text()).contains("It was not used in time", "the wait ends in");
        assertThat(page.texts(".refused a"))
                .containsExactly(publishing.project() + ", attempt " + attempt);
        assertThat(sent.stream().filter(sql -> sql.startsWith("SELECT") || sql.startsWith("WITH")))
                .hasSizeLessThanOrEqualTo(7);
        assertThat(page.click(publishing.project() + ", attempt " + attempt).status())
                .isEqualTo(200);
        assertThat(
                        Browser.signedIn(port, people.token(people.account(), Scope.ADMIN))
                                .open("/_/")
                                .document()
                                .select(".attention, .refused"))
                .isEmpty();
        assertThat(
                        Browser.signedIn(
                                        port,
                                        people.token(
                                                account, Scope.ADMIN, new ProjectGlob("npm", "*")))
                                .open("/_/")
                                .document()
                                .select(".attention, .refused"))
                .isEmpty();
        assertThat(browser.in("de").open("/_/").text())
                .contains("Was nicht lange wartet", "Zuletzt abgelehnt");
    }

    @Test
    @DisplayName("Hazard 31: what was refused to whoever had or wants the name, too")
    void aRefusalIsForThoseWhomItConcerns() {
        Publishing publishing = new Publishing(port);
        People people = new People(port, jdbc, tokens);
        String name = publishing.project("-wanted");
        List<Browser> both = new ArrayList<>();
        List<Map<String, String>> fields =
                List.of(publishing.fields(), new Publishing(port).fields());
        for (Map<String, String> own : fields) {
            Map<String, String> narrow = new HashMap<>(own);
            narrow.put("environment", "x");
            String token = people.token(people.account(), Scope.ADMIN);
            publishing
                    .client()
                    .with("Bearer " + token)
                    .post(
                            "/_/api/v1/indexes/open/projects/%s/publishers".formatted(name),
                            JsonMapper.shared()
                                    .writeValueAsString(
                                            Map.of("provider", "test-ci", "fields", narrow)));
            both.add(Browser.signedIn(port, token));
        }
        ServiceClient client = publishing.client();
        String job = publishing.job().claim("aud", "open.test").text();
        String attempt =
                ServiceClient.json(
                                client.send(
                                        client.to("/_/oidc/mint-token")
                                                .header("Host", "open.test")
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "{\"token\": \"%s\"}"
                                                                        .formatted(job)))))
                        .path("attempt")
                        .asString();
        assertThat(attempt).isNotEmpty();

        assertThat(both.get(0).open("/_/").texts(".refused a"))
                .containsExactly(name + ", attempt " + attempt);
        assertThat(both.get(1).open("/_/").document().select(".refused")).isEmpty();
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
