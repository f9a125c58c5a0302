package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

@ServiceTest
class SignInTests {

    private static final String FORM = "form[action=/_/sign-in]";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private FindByIndexNameSessionRepository<? extends Session> kept;

    @Test
    void anApiTokenSignsItsHolderIn() {
        People people = new People(port, jdbc, tokens);
        Account account = people.account();

        Browser browser = Browser.signedIn(port, people.token(account, Scope.ADMIN));

        Browser.Page page = browser.open("/_/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.texts("header .who span")).containsExactly(account.name());
    }

    @Test
    void whatIsNoGoodTokenIsSaidSoBesideItsField() {
        for (String wrong : List.of("", "impa_nothing", "  ", "<b>&", "x".repeat(5000))) {
            Browser browser = new Browser(port);

            Browser.Page page = browser.open("/_/sign-in").submit(FORM, Map.of("token", wrong));

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.first("#token").attr("aria-invalid")).isEqualTo("true");
            assertThat(page.first("#token-help").text()).startsWith("This is no API token");
            assertThat(page.answer().body()).doesNotContain("impa_nothing");
            assertThat(browser.cookies()).doesNotContainKey("imprimatur_session");
        }
    }

    @Test
    void whoeverIsNotSignedInIsSentToTheSignInAndBack() {
        Browser browser = new Browser(port);

        Browser.Page page = browser.open("/_/projects?q=a%26b");
        assertThat(page.address()).startsWith("/_/sign-in?next=");

        page = page.submit(FORM, Map.of("token", AdminApiToken.TEXT));
        assertThat(page.address()).isEqualTo("/_/projects?q=a%26b");
        assertThat(page.first("input[name=q]").attr("value")).isEqualTo("a&b");
    }

    @Test
    void aSignInLeadsToNoOtherHost() {
        for (String elsewhere :
                List.of(
                        "https://evil.example",
                        "//evil.example",
                        "/_/../../evil",
                        "/_/\\evil.example",
                        "/\\evil.example",
                        "/_/api/v1/me",
                        "/_/projects/../../evil",
                        "/_/projects/../..//evil.example",
                        "/_/account/%2E./.%2e/evil",
                        "/_/projects/..",
                        "/_/projects//evil.example",
                        "/_/projects?q={evil}",
                        "javascript:alert(1)",
                        "/_/projects\r\nX: y")) {
            Browser browser = new Browser(port);
            Map<String, String> form = browser.open("/_/sign-in").members(FORM);
            form.putAll(Map.of("token", AdminApiToken.TEXT, "next", elsewhere));

            HttpResponse<String> answer = browser.post("/_/sign-in", form);

            assertThat(answer.headers().firstValue("Location")).as(elsewhere).contains("/_/");
        }
    }

    @Test
    void aSessionIsNewWithEachSignIn() {
        Browser browser = Browser.ofOperator(port);
        String before = browser.cookies().get("imprimatur_session");
        Map<String, String> form = Map.of("token", AdminApiToken.TEXT);
        Map<String, String> members =
                browser.open("/_/projects").members("form[action=/_/sign-out]");
        members.putAll(form);

        HttpResponse<String> answer = browser.post("/_/sign-in", members);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(browser.cookies().get("imprimatur_session")).isNotEqualTo(before);
        browser.cookies().put("imprimatur_session", before);
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in");
    }

    @Test
    void aSessionThatTheBrowserBringsAlongIsNeverTaken() {
        Browser browser = new Browser(port);
        browser.cookies()
                .put("imprimatur_session", "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");

        browser.open("/_/sign-in").submit(FORM, Map.of("token", AdminApiToken.TEXT));

        assertThat(browser.cookies().get("imprimatur_session"))
                .isNotEqualTo("MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");
    }

    @Test
    void signingOutEndsTheSession() {
        Browser browser = Browser.ofOperator(port);
        String session = browser.cookies().get("imprimatur_session");

        Browser.Page page = browser.open("/_/projects").submit("form[action=/_/sign-out]");

        assertThat(page.address()).isEqualTo("/_/sign-in?signed-out=");
        assertThat(page.text()).contains("You are signed out.");
        browser.cookies().put("imprimatur_session", session);
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in");
    }

    @Test
    void aFormThatComesAfterItsSessionLeadsBackByWayOfTheSignIn() {
        ServiceClient client = new ServiceClient(port);
        Map<String, String> back =
                Map.of(
                        "http://localhost/_/projects/pypi/x?after=1",
                                "/_/sign-in?next=%2F_%2Fprojects%2Fpypi%2Fx%3Fafter%3D1",
                        "https://evil.example//evil.example", "/_/sign-in?next=%2F_%2F",
                        "none", "/_/sign-in?next=%2F_%2F");
        back.forEach(
                (from, address) -> {
                    HttpResponse<String> answer =
                            client.send(
                                    client.to("/_/projects/pypi/x/publishers/3/switch")
                                            .header("Accept", "text/html")
                                            .header("Referer", from)
                                            .POST(HttpRequest.BodyPublishers.ofString("a=b")));

                    assertThat(answer.statusCode()).isEqualTo(403);
                    Document page = Jsoup.parse(answer.body());
                    assertThat(page.text()).contains("You are not signed in any more");
                    assertThat(page.select("main a").eachAttr("href")).containsExactly(address);
                });
    }

    @Test
    void aTokenThatIsRemovedEndsTheSessionsThatBeganWithIt() {
        People people = new People(port, jdbc, tokens);
        String text = people.token(people.account(), Scope.READ);
        Browser browser = Browser.signedIn(port, text);
        assertThat(browser.open("/_/projects").status()).isEqualTo(200);

        tokens.remove(tokens.ofText(text).orElseThrow().id(), "system");

        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in");
    }

    @Test
    void theCookieOfASessionIsForOurPathsAndNoScript() {
        Browser browser = new Browser(port);
        Map<String, String> form = browser.open("/_/sign-in").members(FORM);
        form.put("token", AdminApiToken.TEXT);

        HttpResponse<String> answer = browser.post("/_/sign-in", form);

        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("imprimatur_session="))
                .singleElement()
                .asString()
                .contains("Path=/_/;")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
    }

    /** Or a form of another site could call what has no token against that. */
    @Test
    void aSessionIsGoodForThePagesAlone() {
        Browser browser = Browser.ofOperator(port);

        for (String other : List.of("/_/api/v1/me", "/_/api/v1/events", "/actuator/metrics")) {
            assertThat(browser.raw(other).statusCode()).as(other).isEqualTo(401);
        }
        assertThat(browser.post("/_/api/v1/api-tokens", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void strangersMakeNoSessions() {
        long before = sessions();
        Browser browser = new Browser(port);

        browser.open("/_/");
        browser.open("/_/projects");
        browser.open("/_/sign-in").submit(FORM, Map.of("token", "impa_nothing"));
        new ServiceClient(port).get("/_/api/v1/me");

        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void aFormWithoutItsTokenIsRefusedAndSaysHowToGoOn() {
        Browser browser = Browser.ofOperator(port);

        HttpResponse<String> answer = browser.post("/_/sign-out", Map.of());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(answer.body()).contains("load the page anew");
        assertThat(browser.open("/_/projects").address()).isEqualTo("/_/projects");
    }

    @Test
    void anAnswerThatComesBeforeEverythingElseIsAsGuardedAsAPage() {
        Browser browser = new Browser(port);
        HttpResponse<String> page = browser.raw("/_/sign-in");
        HttpResponse<String> tooLong =
                browser.post("/_/sign-in", Map.of("token", "x".repeat(70_000)));
        HttpResponse<String> noPath = browser.raw("/_/projects/a;b");

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(noPath.statusCode()).isEqualTo(400);
        for (HttpResponse<String> answer : List.of(tooLong, noPath)) {
            assertThat(answer.body()).contains("<main");
            for (String header :
                    List.of(
                            "Content-Security-Policy",
                            "Cross-Origin-Opener-Policy",
                            "Referrer-Policy",
                            "X-Content-Type-Options",
                            "X-Frame-Options")) {
                assertThat(answer.headers().allValues(header))
                        .as(header)
                        .hasSize(1)
                        .isEqualTo(page.headers().allValues(header));
            }
        }
    }

    /** Two windows of a browser, one of which signs out while the other waits for its answer. */
    @Test
    void whatAnEndedSessionShouldRememberIsForgotten() {
        endedWhileInUse(kept);
    }

    private <S extends Session> void endedWhileInUse(FindByIndexNameSessionRepository<S> sessions) {
        S session = sessions.createSession();
        sessions.save(session);
        S inUse = Objects.requireNonNull(sessions.findById(session.getId()));
        inUse.setAttribute("said", "something");
        sessions.deleteById(session.getId());

        assertThatCode(() -> sessions.save(inUse)).doesNotThrowAnyException();
        assertThat(sessions.findById(session.getId())).isNull();
    }

    @Test
    void aPageThatIsNotThereIsAPage() {
        Browser browser = Browser.ofOperator(port);

        for (String nowhere :
                List.of(
                        "/_/projects/pypi/nothing-of-this-name",
                        "/_/projects/a/b/c/d/e",
                        "/_/account/x/y")) {
            Browser.Page page = browser.open(nowhere);

            assertThat(page.status()).as(nowhere).isEqualTo(404);
            assertThat(page.answer().headers().firstValue("Content-Type"))
                    .contains("text/html;charset=UTF-8");
            assertThat(page.first("h1").text()).isNotEmpty();
        }
    }

    private long sessions() {
        return jdbc.sql("SELECT count(*) FROM browser_session").query(Long.class).single();
    }
}
