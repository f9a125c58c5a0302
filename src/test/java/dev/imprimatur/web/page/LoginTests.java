package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.issuer.Answer;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in with an identity provider: there and back, and what is left of it. */
@ServiceTest
class LoginTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private StaffSignIn staff;

    @BeforeEach
    void somebody() {
        staff = new StaffSignIn();
    }

    @AfterEach
    void issuersBehave() {
        StaffSignIn.recover();
    }

    @Test
    void aPersonSignsInAndIsWhereTheyWantedToBe() throws Exception {
        Browser browser = new Browser(port);
        Browser.Page page = browser.open("/_/projects?q=a%26b");
        assertThat(page.texts("main a[role=button]"))
                .containsExactlyInAnyOrder("Sign in with Staff", "Sign in with partners");
        Map<String, String> sent =
                StaffSignIn.sent(browser.raw(page.first("main a[href*=/with/staff]").attr("href")));

        HttpResponse<String> answer =
                StaffSignIn.comeBack(browser, sent, staff.idToken(sent, "imprimatur-admin"));

        assertThat(StaffSignIn.location(answer)).isEqualTo("/_/projects?q=a%26b");
        page = browser.open("/_/projects");
        assertThat(page.first("form.who span").text()).isEqualTo(staff.name());
        assertThat(page.texts("header a")).contains("Administration");
        assertThat(browser.cookies()).doesNotContainKey("imprimatur_attempt");
        String request = TestPeople.STAFF.tokenRequests().remove();
        String[] lines = request.split("\n", 2);
        Map<String, String> form = StaffSignIn.members(lines[1]);
        assertThat(lines[0])
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "imprimatur-pages:client%2Bsecret%3A%252F%26tests"
                                                        .getBytes(UTF_8)));
        assertThat(form)
                .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier")
                .containsEntry("code", StaffSignIn.CODE)
                .containsEntry("redirect_uri", sent.get("redirect_uri"));
        assertThat(challenge(StaffSignIn.value(form, "code_verifier")))
                .isEqualTo(sent.get("code_challenge"));
    }

    @Test
    void theBrowserIsSentAwayWithAllThatBindsItsReturnToIt() {
        Browser browser = new Browser(port);
        HttpResponse<String> answer = browser.raw(StaffSignIn.THERE);

        assertThat(StaffSignIn.location(answer))
                .startsWith(TestPeople.STAFF.issuer() + "/authorize?");
        Map<String, String> sent = StaffSignIn.sent(answer);
        assertThat(sent)
                .containsOnlyKeys(
                        "response_type",
                        "client_id",
                        "scope",
                        "state",
                        "redirect_uri",
                        "nonce",
                        "code_challenge",
                        "code_challenge_method")
                .containsEntry("response_type", "code")
                .containsEntry("client_id", TestPeople.CLIENT)
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256");
        assertThat(sent.get("redirect_uri")).endsWith(StaffSignIn.BACK);
        assertThat(StaffSignIn.sent(new Browser(port).raw(StaffSignIn.THERE)))
                .extracting("state", "nonce", "code_challenge")
                .doesNotContain(sent.get("state"), sent.get("nonce"), sent.get("code_challenge"));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("imprimatur_attempt=")
                .contains("Path=/_/sign-in;", "Max-Age=600;", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void whatThisBrowserDidNotBeginIsNotFinished() {
        Browser browser = new Browser(port);
        Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
        String cookie = StaffSignIn.value(browser.cookies(), "imprimatur_attempt");
        TestPeople.STAFF.answerTokens(StaffSignIn.idTokens(staff.idToken(sent)));
        String good =
                StaffSignIn.BACK + "?code=" + StaffSignIn.CODE + "&state=" + sent.get("state");

        Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
        answers.put("no cookie", new Browser(port).raw(good));
        answers.put("no state", browser.raw(StaffSignIn.BACK + "?code=" + StaffSignIn.CODE));
        answers.put(
                "another state",
                browser.raw(StaffSignIn.BACK + "?code=" + StaffSignIn.CODE + "&state=another"));
        answers.put("another provider", browser.raw(good.replace("/staff", "/partners")));
        answers.put("nothing at all", browser.raw(StaffSignIn.BACK));
        for (String tossed : List.of("x", "e30", "bnVsbA", "W10", over(cookie), "A".repeat(4001))) {
            Browser other = new Browser(port);
            other.cookies().put("imprimatur_attempt", tossed);
            answers.put(tossed, other.raw(good));
        }
        answers.forEach(
                (what, answer) ->
                        assertThat(StaffSignIn.location(answer))
                                .as(what)
                                .startsWith("/_/sign-in?problem=expired"));
        assertThat(TestPeople.STAFF.tokenRequests()).isEmpty();
        // Nothing of that took the attempt away; its own return does, and only once.
        assertThat(StaffSignIn.location(browser.raw(good))).isEqualTo("/_/");
        Browser again = new Browser(port);
        assertThat(StaffSignIn.location(again.raw(good))).startsWith("/_/sign-in?problem=expired");
        assertThat(browser.open("/_/projects").address()).isEqualTo("/_/projects");
    }

    @Test
    void whileTheIdentityProviderIsDownTheApiTokenIsLeft() {
        TestPeople.PARTNERS.answerDiscovery(Answer.status(503));

        Browser browser = new Browser(port);
        Browser.Page page = browser.open("/_/sign-in/with/partners?next=/_/projects");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.answer().headers().firstValue("Retry-After")).contains("10");
        assertThat(page.first("[role=alert]").text())
                .isEqualTo(
                        "Your identity provider cannot be reached. Try again in a moment; sign in"
                                + " with an API token meanwhile.");
        page = page.submit("form[action=/_/sign-in]", Map.of("token", AdminApiToken.TEXT));
        assertThat(page.address()).isEqualTo("/_/projects");
    }

    @Test
    void anIdentityProviderThatIsNoneIsNotThere() {
        Browser browser = new Browser(port);

        assertThat(browser.open("/_/sign-in/with/nobody").status()).isEqualTo(404);
        assertThat(browser.open("/_/sign-in/with/staff/x").status()).isEqualTo(404);
    }

    @Test
    void theSessionIsNewAndStrangersHaveNone() {
        Browser browser = Browser.ofOperator(port);
        String before = browser.cookies().get("imprimatur_session");
        long sessions = sessions();
        Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
        new Browser(port).raw(StaffSignIn.THERE);
        new Browser(port).raw(StaffSignIn.BACK + "?code=c&state=s");
        new Browser(port).raw(StaffSignIn.BACK + "?error=e&state=s");
        assertThat(sessions()).isEqualTo(sessions);

        assertThat(StaffSignIn.location(StaffSignIn.comeBack(browser, sent, staff.idToken(sent))))
                .isEqualTo("/_/");

        String after = browser.cookies().get("imprimatur_session");
        assertThat(after).isNotEqualTo(before);
        assertThat(browser.open("/_/projects").first("form.who span").text())
                .isEqualTo(staff.name());
        browser.cookies().put("imprimatur_session", before);
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in");
    }

    @Test
    void whoSignsOutMaySignOutThereToo() {
        Browser browser = new Browser(port);
        Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
        StaffSignIn.comeBack(browser, sent, staff.idToken(sent));

        Browser.Page page = browser.open("/_/projects").submit("form[action=/_/sign-out]");

        assertThat(page.address()).isEqualTo("/_/sign-in?signed-out=staff");
        assertThat(page.first("[role=status] a").text()).isEqualTo("Sign out of Staff, too");
        assertThat(page.first("[role=status] a").attr("href"))
                .startsWith(TestPeople.STAFF.issuer() + "/end?client_id=imprimatur-pages&")
                .contains("post_logout_redirect_uri=http")
                .endsWith("%2F_%2Fsign-in");
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in?next");
    }

    /** The attempt of a cookie, ten minutes and a bit ago. */
    private static String over(String cookie) {
        String text = new String(Base64.getUrlDecoder().decode(cookie), UTF_8);
        String past = Clock.systemUTC().instant().minusSeconds(1).toString();
        String older = text.replaceAll("\"until\":\"[^\"]+\"", "\"until\":\"" + past + "\"");
        assertThat(older).isNotEqualTo(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(older.getBytes(UTF_8));
    }

    private static String challenge(String verifier) throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    }

    private long sessions() {
        return jdbc.sql("SELECT count(*) FROM browser_session").query(Long.class).single();
    }
}
