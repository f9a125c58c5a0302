package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is wrong with an identity token, every way in says the same, and leaves it unburnt. */
@ServiceTest
class RefusalMatrixTests {

    /** Each is a way in; a new dialect is a new line. */
    private static final List<String> WAYS_IN =
            List.of("/_/oidc/mint-token", "/_/oidc/github/mint-token", "/_/oidc/pypi/mint-token");

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    @ParameterizedTest(name = "{0} at {3}")
    @MethodSource("refusals")
    @DisplayName("Hazard 16: a second path skips a check")
    void aTokenThatDoesNotCountIsRefusedAtEveryWayIn(
            String what, String expected, UnaryOperator<TestToken> change, String path) {
        HttpResponse<String> response = mint(path, change.apply(publishing.job()).text());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(code(response)).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        Map<String, UnaryOperator<TestToken>> invalid = new LinkedHashMap<>();
        for (String claim : List.of("exp", "iat", "aud", "jti", "repository", "repository_id")) {
            invalid.put("no " + claim, token -> token.withoutClaim(claim));
            invalid.put("null " + claim, token -> token.claim(claim, null));
            invalid.put("array " + claim, token -> token.claim(claim, List.of("x")));
        }
        invalid.put("an audience of an array", t -> t.claim("aud", List.of(Publishing.AUDIENCE)));
        invalid.put(
                "another case", t -> t.claim("aud", Publishing.AUDIENCE.toUpperCase(Locale.ROOT)));
        invalid.put("another audience", t -> t.claim("aud", "elsewhere"));
        invalid.put(
                "expired", t -> t.issued(Instant.now().minusSeconds(600), Duration.ofMinutes(5)));
        invalid.put(
                "of the future",
                t -> t.issued(Instant.now().plusSeconds(600), Duration.ofMinutes(5)));
        invalid.put("too long a life", t -> t.issued(Instant.now(), Duration.ofDays(2)));
        invalid.put("nbf in the future", t -> t.claim("nbf", Instant.now().getEpochSecond() + 600));
        invalid.put("a stranger's key", t -> t.signedWith(TestKeys.rsa()));
        invalid.put(
                "a stranger's key under a known id",
                t ->
                        t.signedWith(TestKeys.rsa())
                                .header("kid", TestProviders.FIRST.signingKey().getKeyID()));
        invalid.put("another algorithm", t -> t.algorithm(JWSAlgorithm.RS512));
        invalid.put("no key id", t -> t.withoutHeader("kid"));
        invalid.put("a key of its own", t -> t.header("jku", "https://attacker.example/keys"));
        invalid.put("a critical header", t -> t.header("crit", List.of("exp")));
        invalid.put("an id of a float", t -> t.claim("repository_id", 1.5));

        Map<String, UnaryOperator<TestToken>> malformed = new LinkedHashMap<>();
        malformed.put("no issuer", t -> t.withoutClaim("iss"));
        malformed.put("an unknown issuer", t -> t.claim("iss", "https://issuer.example"));
        malformed.put(
                "an issuer with a slash", t -> t.claim("iss", TestProviders.FIRST.issuer() + "/"));
        malformed.put("a payload that is none", t -> t.payloadText("[]"));

        Map<String, UnaryOperator<TestToken>> unmatched = new LinkedHashMap<>();
        unmatched.put("another repository", t -> t.claim("repository", "a/b"));
        unmatched.put("another workflow", t -> t.claim("workflow_ref", "a/b/c.yml@x"));
        unmatched.put("a privileged trigger", t -> t.claim("event_name", "pull_request_target"));
        unmatched.put("a called workflow", t -> t.claim("job_workflow_ref", "a/b/c.yml@x"));

        return WAYS_IN.stream()
                .flatMap(
                        path ->
                                Stream.of(
                                                of("invalid-token", invalid, path),
                                                of("invalid-payload", malformed, path),
                                                of("invalid-publisher", unmatched, path))
                                        .flatMap(rows -> rows));
    }

    private static Stream<Arguments> of(
            String code, Map<String, UnaryOperator<TestToken>> changes, String path) {
        return changes.entrySet().stream()
                .map(change -> Arguments.of(change.getKey(), code, change.getValue(), path));
    }

    @ParameterizedTest
    @MethodSource("waysIn")
    void whatWasExchangedAtOneWayInIsUsedUpAtEvery(String path) {
        String token = publishing.job().text();
        assertThat(mint(path, token).statusCode()).isEqualTo(200);

        for (String other : WAYS_IN) {
            assertThat(code(mint(other, token))).isEqualTo("invalid-reuse-token");
        }
    }

    static List<String> waysIn() {
        return WAYS_IN;
    }

    private HttpResponse<String> mint(String path, String token) {
        return publishing.post(
                path, JsonMapper.shared().writeValueAsString(Map.of("token", token)));
    }
}
