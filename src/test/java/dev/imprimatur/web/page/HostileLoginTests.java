package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Signing in with an identity provider that lies, stutters or is silent: nobody gets in. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class HostileLoginTests {

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
            Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
            String token = each.getValue().apply(staff.token(sent)).text();

            HttpResponse<String> answer = StaffSignIn.comeBack(browser, sent, token);

            assertThat(StaffSignIn.location(answer))
                    .as(each.getKey())
                    .startsWith("/_/sign-in?problem=unproven");
            assertThat(browser.cookies()).doesNotContainKey("imprimatur_session");
        }
        for (String algorithm : List.of("none", "HS256")) {
            Browser browser = new Browser(port);
            Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
            assertThat(
                            StaffSignIn.location(
                                    StaffSignIn.comeBack(browser, sent, forged(sent, algorithm))))
                    .as(algorithm)
                    .startsWith("/_/sign-in?problem=unproven");
        }
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
                    Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
                    TestPeople.STAFF.answerTokens(answer);
                    assertThat(
                                    StaffSignIn.location(
                                            browser.raw(
                                                    StaffSignIn.BACK
                                                            + "?code=c&state="
                                                            + sent.get("state"))))
                            .startsWith("/_/sign-in?problem=" + problem);
                });
        assertThat(TestPeople.STAFF.otherRequests()).isEqualTo(others);
    }

    @Test
    void whatTheIdentityProviderSaysInTheAddressIsNotRepeated(CapturedOutput output) {
        Browser browser = new Browser(port);
        String state =
                StaffSignIn.sent(browser.raw(StaffSignIn.THERE + "?next=/_/account")).get("state");

        Browser.Page page =
                browser.open(
                        StaffSignIn.BACK
                                + "?error=access_denied&error_description=evil-text&error_uri=x&state="
                                + state);

        assertThat(page.address()).isEqualTo("/_/sign-in?problem=denied&next=%2F_%2Faccount");
        assertThat(page.first("[role=alert]").text()).startsWith("Your identity provider did not");
        assertThat(page.first("input[name=next]").attr("value")).isEqualTo("/_/account");
        assertThat(output.getAll()).contains("access was denied there").doesNotContain("evil-text");
        assertThat(new Browser(port).open("/_/sign-in?problem=evil").text()).doesNotContain("evil");
    }

    @Test
    @DisplayName("Hazard 28: secrets in logs")
    void noSecretOfASignInIsWrittenAnywhere(CapturedOutput output) {
        for (String problem : List.of("", "another")) {
            Browser browser = new Browser(port);
            Map<String, String> sent = StaffSignIn.sent(browser.raw(StaffSignIn.THERE));
            String token = staff.token(sent).claim("nonce", sent.get("nonce") + problem).text();

            HttpResponse<String> answer = StaffSignIn.comeBack(browser, sent, token);

            String verifier =
                    StaffSignIn.members(TestPeople.STAFF.tokenRequests().remove().split("\n", 2)[1])
                            .getOrDefault("code_verifier", "none");
            for (String secret :
                    List.of(
                            StaffSignIn.CODE,
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

    /** Signed by nobody, or with what client and identity provider share. */
    private String forged(Map<String, String> sent, String algorithm) throws Exception {
        TestToken token = staff.token(sent).header("alg", algorithm);
        String input = token.signingInput();
        byte[] secret = TestPeople.CLIENT_SECRET.repeat(2).getBytes(UTF_8);
        return algorithm.equals("none")
                ? input + "."
                : input
                        + "."
                        + new MACSigner(secret)
                                .sign(new JWSHeader(JWSAlgorithm.HS256), input.getBytes(UTF_8));
    }
}
