package dev.imprimatur.exchange;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Everything that can be wrong with an identity token itself, and the code of its refusal. */
final class WrongTokens {

    private static final RSAKey STRANGER = TestKeys.rsa();

    private WrongTokens() {}

    /** Each of them at each way in: the way, what is wrong, the code, and what makes it wrong. */
    static Stream<Arguments> everywhere() {
        return Arrays.stream(WayIn.values())
                .flatMap(
                        way ->
                                Stream.of(
                                                rows(way, "invalid-token", invalid(way)),
                                                rows(way, "invalid-payload", malformed()),
                                                rows(way, "invalid-publisher", unmatched()))
                                        .flatMap(rows -> rows));
    }

    private static Map<String, Function<TestToken, String>> invalid(WayIn way) {
        Map<String, UnaryOperator<TestToken>> invalid = new LinkedHashMap<>();
        for (String claim : List.of("exp", "iat", "aud", "jti", "repository", "repository_id")) {
            invalid.put("no " + claim, token -> token.withoutClaim(claim));
            invalid.put("null " + claim, token -> token.claim(claim, null));
            invalid.put("array " + claim, token -> token.claim(claim, List.of("x")));
        }
        for (Object audience :
                List.of(
                        List.of(way.audience),
                        List.of(way.audience, "elsewhere"),
                        Arrays.asList(null, way.audience),
                        Map.of("aud", way.audience),
                        7,
                        way.audience + "/",
                        way.audience.toUpperCase(Locale.ROOT),
                        "elsewhere")) {
            invalid.put("the audience " + audience, token -> token.claim("aud", audience));
        }
        invalid.put(
                "expired", t -> t.issued(Instant.now().minusSeconds(600), Duration.ofMinutes(5)));
        invalid.put(
                "of the future",
                t -> t.issued(Instant.now().plusSeconds(600), Duration.ofMinutes(5)));
        invalid.put("too long a life", t -> t.issued(Instant.now(), Duration.ofDays(2)));
        invalid.put("nbf in the future", t -> t.claim("nbf", Instant.now().getEpochSecond() + 600));
        invalid.put("a stranger's key", t -> t.signedWith(STRANGER));
        invalid.put(
                "a stranger's key under a known id",
                t ->
                        t.signedWith(STRANGER)
                                .header("kid", TestProviders.FIRST.signingKey().getKeyID()));
        invalid.put("another algorithm", t -> t.algorithm(JWSAlgorithm.RS512));
        invalid.put("the algorithm none", t -> t.header("alg", "none"));
        invalid.put("the algorithm of a shared secret", t -> t.header("alg", "HS256"));
        invalid.put("no key id", t -> t.withoutHeader("kid"));
        invalid.put("keys elsewhere", t -> t.header("jku", "https://attacker.example/keys"));
        invalid.put("certificates elsewhere", t -> t.header("x5u", "https://attacker.example/c"));
        invalid.put("a critical header", t -> t.header("crit", List.of("exp")));
        invalid.put("an id of a float", t -> t.claim("repository_id", 1.5));
        invalid.put("an id beyond 2^53", t -> t.claim("repository_id", 9007199254740993L));
        Map<String, Function<TestToken, String>> texts = texts(invalid);
        texts.put("another signature", token -> token.signingInput() + ".AAAA");
        return texts;
    }

    private static Map<String, Function<TestToken, String>> malformed() {
        Map<String, UnaryOperator<TestToken>> malformed = new LinkedHashMap<>();
        malformed.put("no issuer", t -> t.withoutClaim("iss"));
        malformed.put("an unknown issuer", t -> t.claim("iss", "https://issuer.example"));
        malformed.put(
                "an issuer with a slash", t -> t.claim("iss", TestProviders.FIRST.issuer() + "/"));
        malformed.put(
                "an issuer with a user",
                t -> t.claim("iss", TestProviders.FIRST.issuer().replace("://", "://x@")));
        malformed.put("text that cannot be stored", t -> t.claim("repository", "a\0/b"));
        malformed.put("a payload that is none", t -> t.payloadText("[]"));
        malformed.put("a member twice", t -> t.payloadText("{\"iss\":\"a\",\"iss\":\"b\"}"));
        Map<String, Function<TestToken, String>> texts = texts(malformed);
        texts.put("no token at all", _ -> "garbage");
        texts.put("two parts", TestToken::signingInput);
        texts.put("five parts", token -> token.text() + ".x.x");
        texts.put("too long a token", token -> token.text() + "A".repeat(17_000));
        texts.put("nothing but dots", _ -> ".".repeat(5_000));
        texts.put("an upload token", _ -> "imp_" + "0".repeat(49));
        return texts;
    }

    private static Map<String, Function<TestToken, String>> unmatched() {
        Map<String, UnaryOperator<TestToken>> unmatched = new LinkedHashMap<>();
        unmatched.put("another repository", t -> t.claim("repository", "a/b"));
        unmatched.put("another workflow", t -> t.claim("workflow_ref", "a/b/c.yml@x"));
        unmatched.put("a privileged trigger", t -> t.claim("event_name", "pull_request_target"));
        unmatched.put("a called workflow", t -> t.claim("job_workflow_ref", "a/b/c.yml@x"));
        return texts(unmatched);
    }

    private static Map<String, Function<TestToken, String>> texts(
            Map<String, UnaryOperator<TestToken>> changes) {
        Map<String, Function<TestToken, String>> texts = new LinkedHashMap<>();
        changes.forEach((what, change) -> texts.put(what, change.andThen(TestToken::text)));
        return texts;
    }

    private static Stream<Arguments> rows(
            WayIn way, String code, Map<String, Function<TestToken, String>> tokens) {
        return tokens.entrySet().stream()
                .map(token -> Arguments.of(way, token.getKey(), code, token.getValue()));
    }
}
