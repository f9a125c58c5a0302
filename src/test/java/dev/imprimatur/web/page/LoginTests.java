package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in with an identity provider: whom we believe, and what a hostile one gets. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class LoginTests {

    private static final String THERE = "/_/sign-in/with/staff";
    private static final String BACK = "/_/sign-in/back/staff";
    private static final String CODE = "code-of-a-sign-in";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private String name;

    @BeforeEach
    void somebody() {
        name = TestPeople.newName();
        TestPeople.STAFF.tokenRequests().clear();
    }

    @AfterEach
    void issuersBehave() {
        TestPeople.STAFF.recover();
        TestPeople.PARTNERS.recover();
    }

    @Test
    void aPersonSignsInAndIsWhereTheyWantedToBe() throws Exception {
        Browser browser = new Browser(port);
        Browser.Page page = browser.open("/_/projects?q=a%26b");
        assertThat(page.texts("main a[role=button]"))
                .containsExactlyInAnyOrder("Sign in with Staff", "Sign in with partners");
        Map<String, String> sent =
                sent(browser.raw(page.first("main a[href*=/with/staff]").attr("href")));

        HttpResponse<String> answer = comeBack(browser, sent, idToken(sent, "imprimatur-admin"));

        assertThat(location(answer)).isEqualTo("/_/projects?q=a%26b");
        page = browser.open("/_/projects");
        assertThat(page.first("form.who span").text()).isEqualTo(name);
        assertThat(page.texts("header a")).contains("Administration");
        assertThat(browser.cookies()).doesNotContainKey("imprimatur_attempt");
        String request = TestPeople.STAFF.tokenRequests().remove();
        String[] lines = request.split("\n", 2);
        Map<String, String> form = members(lines[1]);
        assertThat(lines[0])
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "imprimatur-pages:client%2Bsecret%3A%252F%26tests"
                                                        .getBytes(UTF_8)));
        assertThat(form)
                .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier")
                .containsEntry("code", CODE)
                .containsEntry("redirect_uri", sent.get("redirect_uri"));
        assertThat(challenge(value(form, "code_verifier"))).isEqualTo(sent.get("code_challenge"));
    }

    @Test
    void theBrowserIsSentAwayWithAllThatBindsItsReturnToIt() {
        Browser browser = new Browser(port);
        HttpResponse<String> answer = browser.raw(THERE);

        assertThat(location(answer)).startsWith(TestPeople.STAFF.issuer() + "/authorize?");
        Map<String, String> sent = sent(answer);
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
        assertThat(sent.get("redirect_uri")).endsWith(BACK);
        assertThat(sent(new Browser(port).raw(THERE)))
                .extracting("state", "nonce", "code_challenge")
                .doesNotContain(sent.get("state"), sent.get("nonce"), sent.get("code_challenge"));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("imprimatur_attempt=")
                .contains("Path=/_/sign-in;", "Max-Age=600;", "HttpOnly", "SameSite=Lax");
    }

    @Test
    @DisplayName("Hazards 15, 16, 35: an ID token passes every check or none")
    void whatDoesNotProveWhoItIsSignsNobodyIn() throws Exception {
        Map<String, UnaryOperator<TestToken>> wrong = new LinkedHashMap<>();
        wrong.put("another nonce", it -> it.claim("nonce", "another"));
        wrong.put("no nonce", it -> it.withoutClaim("nonce"));
        wrong.put("another client", it -> it.claim("aud", "another-client"));
        wrong.put("an access token", it -> it.claim("aud", List.of("account", "imprimatur")));
        wrong.put("no audience", it -> it.withoutClaim("aud"));
        wrong.put("two, no azp", it -> it.claim("aud", List.of(TestPeople.CLIENT, "other")));
        wrong.put("another azp", it -> it.claim("azp", "other"));
        wrong.put("typ of a logout token", it -> it.claim("typ", "Logout"));
        wrong.put("header of an access token", it -> it.header("typ", "at+jwt"));
        wrong.put(
                "expired", it -> it.issued(Instant.now().minusSeconds(900), Duration.ofMinutes(5)));
        wrong.put("no exp", it -> it.withoutClaim("exp"));
        wrong.put("no iat", it -> it.withoutClaim("iat"));
        wrong.put("no sub", it -> it.withoutClaim("sub"));
        wrong.put("another issuer", it -> it.claim("iss", TestPeople.PARTNERS.issuer()));
        wrong.put("a key of nobody's", it -> it.signedWith(TestKeys.rsa()));
        wrong.put(
                "a key of another issuer's", it -> it.signedWith(TestPeople.PARTNERS.signingKey()));
        for (var each : wrong.entrySet()) {
            Browser browser = new Browser(port);
            Map<String, String> sent = sent(browser.raw(THERE));
            String token = each.getValue().apply(token(sent)).text();

            HttpResponse<String> answer = comeBack(browser, sent, token);

            assertThat(location(answer))
                    .as(each.getKey())
                    .startsWith("/_/sign-in?problem=unproven");
            assertThat(browser.cookies()).doesNotContainKey("imprimatur_session");
        }
        for (String algorithm : List.of("none", "HS256")) {
            Browser browser = new Browser(port);
            Map<String, String> sent = sent(browser.raw(THERE));
            assertThat(location(comeBack(browser, sent, forged(sent, algorithm))))
                    .as(algorithm)
                    .startsWith("/_/sign-in?problem=unproven");
        }
    }

    @Test
    void whatThisBrowserDidNotBeginIsNotFinished() {
        Browser browser = new Browser(port);
        Map<String, String> sent = sent(browser.raw(THERE));
        String cookie = value(browser.cookies(), "imprimatur_attempt");
        TestPeople.STAFF.answerTokens(idTokens(idToken(sent)));
        String good = BACK + "?code=" + CODE + "&state=" + sent.get("state");

        Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
        answers.put("no cookie", new Browser(port).raw(good));
        answers.put("no state", browser.raw(BACK + "?code=" + CODE));
        answers.put("another state", browser.raw(BACK + "?code=" + CODE + "&state=another"));
        answers.put("another provider", browser.raw(good.replace("/staff", "/partners")));
        answers.put("nothing at all", browser.raw(BACK));
        for (String tossed : List.of("x", "e30", "bnVsbA", "W10", over(cookie), "A".repeat(4001))) {
            Browser other = new Browser(port);
            other.cookies().put("imprimatur_attempt", tossed);
            answers.put(tossed, other.raw(good));
        }
        answers.forEach(
                (what, answer) ->
                        assertThat(location(answer))
                                .as(what)
                                .startsWith("/_/sign-in?problem=expired"));
        assertThat(TestPeople.STAFF.tokenRequests()).isEmpty();
        // Nothing of that took the attempt away; its own return does, and only once.
        assertThat(location(browser.raw(good))).isEqualTo("/_/");
        Browser again = new Browser(port);
        assertThat(location(again.raw(good))).startsWith("/_/sign-in?problem=expired");
        assertThat(browser.open("/_/projects").address()).isEqualTo("/_/projects");
    }

    @Test
    void aTokenEndpointThatDoesNotAnswerIsSaidToBeThat() {
        int others = TestPeople.STAFF.otherRequests();
        Map<Answer, String> answers = new LinkedHashMap<>();
        answers.put(Answer.hang(), "unanswered");
        answers.put(Answer.status(503), "unanswered");
        answers.put(Answer.flood(), "unanswered");
        answers.put(Answer.truncated("{\"id_token\": \"x\"}"), "unanswered");
        answers.put(Answer.redirect(307, TestPeople.STAFF.issuer() + "/elsewhere"), "unproven");
        answers.put(Answer.status(400, "{\"error\": \"invalid_grant\"}"), "unproven");
        answers.put(Answer.body("<html>"), "unproven");
        answers.put(Answer.body("{}"), "unproven");
        answers.put(Answer.body("{\"id_token\": 7}"), "unproven");
        answers.forEach(
                (answer, problem) -> {
                    Browser browser = new Browser(port);
                    Map<String, String> sent = sent(browser.raw(THERE));
                    TestPeople.STAFF.answerTokens(answer);
                    assertThat(location(browser.raw(BACK + "?code=c&state=" + sent.get("state"))))
                            .startsWith("/_/sign-in?problem=" + problem);
                });
        assertThat(TestPeople.STAFF.otherRequests()).isEqualTo(others);
    }

    @Test
    void whatTheIdentityProviderSaysInTheAddressIsNotRepeated(CapturedOutput output) {
        Browser browser = new Browser(port);
        String state = sent(browser.raw(THERE + "?next=/_/account")).get("state");

        Browser.Page page =
                browser.open(
                        BACK
                                + "?error=access_denied&error_description=evil-text&error_uri=x&state="
                                + state);

        assertThat(page.address()).isEqualTo("/_/sign-in?problem=denied&next=%2F_%2Faccount");
        assertThat(page.first("[role=alert]").text()).startsWith("Your identity provider did not");
        assertThat(page.first("input[name=next]").attr("value")).isEqualTo("/_/account");
        assertThat(output.getAll()).contains("access was denied there").doesNotContain("evil-text");
        assertThat(new Browser(port).open("/_/sign-in?problem=evil").text()).doesNotContain("evil");
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
        Map<String, String> sent = sent(browser.raw(THERE));
        new Browser(port).raw(THERE);
        new Browser(port).raw(BACK + "?code=c&state=s");
        new Browser(port).raw(BACK + "?error=e&state=s");
        assertThat(sessions()).isEqualTo(sessions);

        assertThat(location(comeBack(browser, sent, idToken(sent)))).isEqualTo("/_/");

        String after = browser.cookies().get("imprimatur_session");
        assertThat(after).isNotEqualTo(before);
        assertThat(browser.open("/_/projects").first("form.who span").text()).isEqualTo(name);
        browser.cookies().put("imprimatur_session", before);
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in");
    }

    @Test
    void whoSignsOutMaySignOutThereToo() {
        Browser browser = new Browser(port);
        Map<String, String> sent = sent(browser.raw(THERE));
        comeBack(browser, sent, idToken(sent));

        Browser.Page page = browser.open("/_/projects").submit("form[action=/_/sign-out]");

        assertThat(page.address()).isEqualTo("/_/sign-in?signed-out=staff");
        assertThat(page.first("[role=status] a").text()).isEqualTo("Sign out of Staff, too");
        assertThat(page.first("[role=status] a").attr("href"))
                .startsWith(TestPeople.STAFF.issuer() + "/end?client_id=imprimatur-pages&")
                .contains("post_logout_redirect_uri=http")
                .endsWith("%2F_%2Fsign-in");
        assertThat(browser.open("/_/projects").address()).startsWith("/_/sign-in?next");
    }

    @Test
    @DisplayName("Hazard 28: secrets in logs")
    void noSecretOfASignInIsWrittenAnywhere(CapturedOutput output) {
        for (String problem : List.of("", "another")) {
            Browser browser = new Browser(port);
            Map<String, String> sent = sent(browser.raw(THERE));
            String token = token(sent).claim("nonce", sent.get("nonce") + problem).text();

            HttpResponse<String> answer = comeBack(browser, sent, token);

            String verifier =
                    members(TestPeople.STAFF.tokenRequests().remove().split("\n", 2)[1])
                            .getOrDefault("code_verifier", "none");
            for (String secret :
                    List.of(
                            CODE,
                            verifier,
                            token.substring(token.lastIndexOf('.') + 1),
                            TestPeople.CLIENT_SECRET,
                            "access-token-of-staff",
                            "refresh-token-of-staff")) {
                assertThat(output.getAll()).doesNotContain(secret);
                assertThat(answer.headers().map().toString()).doesNotContain(secret);
                assertThat(
                                jdbc.sql(
                                                """
                                                SELECT count(*) FROM browser_session_attributes
                                                 WHERE position(:secret::bytea IN attribute_bytes) > 0
                                                """)
                                        .param("secret", secret.getBytes(US_ASCII))
                                        .query(Long.class)
                                        .single())
                        .isZero();
            }
        }
    }

    private TestToken token(Map<String, String> sent, String... roles) {
        return TestPeople.idToken(name, value(sent, "nonce"), roles);
    }

    private String idToken(Map<String, String> sent, String... roles) {
        return token(sent, roles).text();
    }

    /** Signed by nobody, or with what client and identity provider share. */
    private String forged(Map<String, String> sent, String algorithm) throws Exception {
        TestToken token = token(sent).header("alg", algorithm);
        String input = token.signingInput();
        byte[] secret = TestPeople.CLIENT_SECRET.repeat(2).getBytes(UTF_8);
        return algorithm.equals("none")
                ? input + "."
                : input
                        + "."
                        + new MACSigner(secret)
                                .sign(new JWSHeader(JWSAlgorithm.HS256), input.getBytes(UTF_8));
    }

    private static Answer idTokens(String idToken) {
        return Answer.body(
                """
                {"access_token": "access-token-of-staff", "token_type": "Bearer",
                 "refresh_token": "refresh-token-of-staff", "id_token": "%s"}
                """
                        .formatted(idToken));
    }

    private static HttpResponse<String> comeBack(
            Browser browser, Map<String, String> sent, String idToken) {
        TestPeople.STAFF.answerTokens(idTokens(idToken));
        return browser.raw(BACK + "?code=" + CODE + "&state=" + sent.get("state"));
    }

    /** The attempt of a cookie, ten minutes and a bit ago. */
    private static String over(String cookie) {
        String text = new String(Base64.getUrlDecoder().decode(cookie), UTF_8);
        String past = Clock.systemUTC().instant().minusSeconds(1).toString();
        String older = text.replaceAll("\"until\":\"[^\"]+\"", "\"until\":\"" + past + "\"");
        assertThat(older).isNotEqualTo(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(older.getBytes(UTF_8));
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static Map<String, String> sent(HttpResponse<String> answer) {
        return members(URI.create(location(answer)).getRawQuery());
    }

    private static Map<String, String> members(String encoded) {
        Map<String, String> members = new HashMap<>();
        for (String member : encoded.split("&", -1)) {
            String[] parts = member.split("=", 2);
            members.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return members;
    }

    private static String value(Map<String, String> members, String name) {
        return Objects.requireNonNull(members.get(name));
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
