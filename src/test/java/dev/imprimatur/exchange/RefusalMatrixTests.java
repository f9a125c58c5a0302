package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Publishers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever is wrong with an identity token, every way in says the same in the words of its client,
 * and leaves the token unburnt. A new dialect is a new line of {@link WayIn}.
 */
@ServiceTest
class RefusalMatrixTests {

    private static final String SWITCHES = "/_/api/v1/switches";

    private static final RSAKey STRANGER = TestKeys.rsa();

    /** One for each way in, trusted there: what is refused changes nothing of it. */
    private static final Map<WayIn, Publishing> TRUSTED = new ConcurrentHashMap<>();

    @LocalServerPort private int port;
    @Autowired private Indexes indexes;
    @Autowired private Publishers publishers;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("wrongTokens")
    @DisplayName("Hazard 16: a second path skips a check")
    void aTokenThatDoesNotCountIsRefusedAtEveryWayIn(
            WayIn way, String what, String code, Function<TestToken, String> wrong) {
        Publishing trusted = TRUSTED.computeIfAbsent(way, this::trusted);

        way.assertRefused(
                way.exchange(trusted, wrong.apply(trusted.job().claim("aud", way.audience))), code);
    }

    static Stream<Arguments> wrongTokens() {
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

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 17: issuers share a namespace")
    void theSameClaimsFromAnotherIssuerMatchNothing(WayIn way) {
        way.trust(publishing);
        TestToken other = publishing.job(TestProviders.SECOND).claim("aud", way.audience);

        way.assertRefused(way.exchange(publishing, other.text()), "invalid-publisher");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 20: mutable names")
    void theSameNamesWithOtherIdsAreRefused(WayIn way) {
        way.trust(publishing);
        way.token(way.exchange(publishing, job(way).text()));

        way.assertRefused(
                way.exchange(publishing, job(way).claim("repository_owner_id", "666").text()),
                "invalid-publisher");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedTokenIsGoodOnceThePublisherIsMended(WayIn way) {
        String token = job(way).text();
        way.assertRefused(way.exchange(publishing, token), "invalid-publisher");

        way.trust(publishing);

        assertThat(way.token(way.exchange(publishing, token))).contains("imp_");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSwitchedOffIsRefusedAtEveryWayIn(WayIn way) {
        way.trust(publishing);
        for (String which : List.of("/exchange", "/indexes/" + way.index, "/providers/test-ci")) {
            ServiceClient admin = publishing.client().asAdmin();
            admin.put(SWITCHES + which, "{\"enabled\": false, \"reason\": \"Keys were stolen\"}");
            try {
                way.assertRefused(way.exchange(publishing, job(way).text()), "not-enabled");
            } finally {
                admin.put(SWITCHES + which, "{\"enabled\": true}");
            }
        }
        assertThat(way.token(way.exchange(publishing, job(way).text()))).contains("imp_");
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedProjectIsRefusedAtEveryWayIn(WayIn way) {
        way.trust(publishing);
        jdbc.sql("UPDATE project SET blocked_reason = 'Stolen' WHERE index_id = :i AND name = :n")
                .param("i", way.index)
                .param("n", WayIn.project(publishing))
                .update();

        way.assertRefused(way.exchange(publishing, job(way).text()), "not-enabled");
    }

    @ParameterizedTest
    @EnumSource
    void aPendingProjectWhoseNameIsSomebodyElsesIsRefusedAtEveryWayIn(WayIn way) {
        PackageIndex index = indexes.ofId(way.index).orElseThrow();
        String name = WayIn.project(publishing);
        assertThat(
                        publishers.add(
                                index,
                                index.projectName(name).orElseThrow(),
                                new Publishers.Wish("test-ci", Map.copyOf(publishing.fields())),
                                Claimant.in(jdbc)))
                .isInstanceOf(Addition.Added.class);
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/%s/projects/%s".formatted(way.index, name), "{}");

        way.assertRefused(way.exchange(publishing, job(way).text()), "invalid-pending-publisher");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An issuer's outage is no refusal: CI comes again")
    void whereTheKeysCannotBeHadTheAnswerIs503AtEveryWayIn(WayIn way) {
        TestToken job = publishing.job(TestProviders.GONE).claim("aud", way.audience);

        way.assertRefused(way.exchange(publishing, job.text()), "issuer-unavailable");
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutAnIdentityTokenIsToldWhereItBelongs(WayIn way) {
        for (String body :
                List.of("", "{}", "[]", "{", "nonsense", "{\"jwt\": 7, \"token\": {}}", "\0")) {
            HttpResponse<String> response =
                    publishing
                            .client()
                            .send(
                                    publishing
                                            .client()
                                            .to(way.path.replace("{project}", "some"))
                                            .header("Host", way.host)
                                            .POST(BodyPublishers.ofString(body)));

            way.assertRefused(response, "invalid-payload");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 11, 12: what was exchanged at one way in is used up at every")
    void noTokenIsGoodTwiceWhereverItIsSent(WayIn way) {
        for (WayIn other : WayIn.values()) {
            if (!other.audience.equals(way.audience)) {
                continue;
            }
            Publishing another = new Publishing(port);
            way.trust(another);
            String token = another.job().claim("aud", way.audience).text();
            way.token(way.exchange(another, token));

            other.assertRefused(other.exchange(another, token), "invalid-reuse-token");
        }
    }

    /** Where an index of each kind is at the service's own address, RFC 8693 serves them all. */
    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 12: nor by way of the token endpoint that serves every index")
    void noTokenIsGoodTwiceAtTheTokenEndpointEither(WayIn way) {
        way.trust(publishing);
        String first = job(way).text();
        String second = job(way).text();

        way.token(way.exchange(publishing, first));
        WayIn.RFC_8693.assertRefused(
                WayIn.RFC_8693.exchange(publishing, first), "invalid-reuse-token");
        WayIn.RFC_8693.token(WayIn.RFC_8693.exchange(publishing, second));
        way.assertRefused(way.exchange(publishing, second), "invalid-reuse-token");
    }

    @ParameterizedTest
    @EnumSource
    void aTokenForOneIndexIsGoodForNoOther(WayIn way) {
        for (WayIn other : WayIn.values()) {
            if (other.audience.equals(way.audience) || way == WayIn.RFC_8693) {
                continue;
            }
            way.assertRefused(
                    way.exchange(publishing, publishing.job().claim("aud", other.audience).text()),
                    "invalid-token");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFrameworkRefusesItsClientCanReadToo(WayIn way) {
        ServiceClient client = publishing.client();
        String path = way.path.replace("{project}", "some");

        HttpResponse<String> patched =
                client.send(
                        client.to(path)
                                .header("Host", way.host)
                                .method("PATCH", BodyPublishers.noBody()));
        HttpResponse<String> large =
                client.send(
                        client.to(path)
                                .header("Host", way.host)
                                .POST(BodyPublishers.ofString("x".repeat(70_000))));
        HttpResponse<String> elsewhere =
                client.send(
                        client.to(path)
                                .header("Host", "nowhere.test")
                                .POST(BodyPublishers.ofString("{}")));

        assertThat(patched.statusCode()).isEqualTo(405);
        assertThat(patched.headers().firstValue("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("POST"));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        for (HttpResponse<String> response : List.of(patched, large, elsewhere)) {
            String member =
                    switch (way) {
                        case NPM -> "/message";
                        case CARGO -> "/errors/0/detail";
                        case NUGET -> "/error";
                        case RFC_8693 -> "/error_description";
                        default -> "/errors/0/description";
                    };
            assertThat(ServiceClient.json(response).at(member).asString())
                    .as(response.body())
                    .isEqualTo(ServiceClient.json(response).path("detail").asString())
                    .isNotBlank();
            assertThat(code(response)).isNotBlank();
        }
    }

    private Publishing trusted(WayIn way) {
        way.trust(publishing);
        return publishing;
    }

    private TestToken job(WayIn way) {
        return publishing.job().claim("aud", way.audience);
    }
}
