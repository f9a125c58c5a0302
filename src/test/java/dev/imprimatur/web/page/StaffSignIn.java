package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.TestPeople;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestToken;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Somebody new who signs in with the identity provider of the tests: what their browser is sent
 * away with, and with what it comes back.
 */
final class StaffSignIn {

    static final String THERE = "/_/sign-in/with/staff";
    static final String BACK = "/_/sign-in/back/staff";
    static final String CODE = "code-of-a-sign-in";

    private final String name = TestPeople.newName();

    StaffSignIn() {
        TestPeople.STAFF.tokenRequests().clear();
    }

    /** Ends whatever an identity provider was told to do. */
    static void recover() {
        TestPeople.STAFF.recover();
        TestPeople.PARTNERS.recover();
    }

    String name() {
        return name;
    }

    TestToken token(Map<String, String> sent, String... roles) {
        return TestPeople.idToken(name, value(sent, "nonce"), roles);
    }

    String idToken(Map<String, String> sent, String... roles) {
        return token(sent, roles).text();
    }

    static Answer idTokens(String idToken) {
        return Answer.body(
                """
                {"access_token": "access-token-of-staff", "token_type": "Bearer",
                 "refresh_token": "refresh-token-of-staff", "id_token": "%s"}
                """
                        .formatted(idToken));
    }

    static HttpResponse<String> comeBack(
            Browser browser, Map<String, String> sent, String idToken) {
        TestPeople.STAFF.answerTokens(idTokens(idToken));
        return browser.raw(BACK + "?code=" + CODE + "&state=" + sent.get("state"));
    }

    static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    static Map<String, String> sent(HttpResponse<String> answer) {
        return members(URI.create(location(answer)).getRawQuery());
    }

    static Map<String, String> members(String encoded) {
        Map<String, String> members = new HashMap<>();
        for (String member : encoded.split("&", -1)) {
            String[] parts = member.split("=", 2);
            members.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return members;
    }

    static String value(Map<String, String> members, String name) {
        return Objects.requireNonNull(members.get(name));
    }
}
