package dev.imprimatur.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.TestProviders;
import dev.imprimatur.Together;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** People of the operator's identity provider: whom we believe, and who they are here. */
@ServiceTest
class AccessTokenTests {

    private static final String ME = "/_/api/v1/me";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private ServiceClient anybody;
    private String name;

    @BeforeEach
    void somebody() {
        anybody = new ServiceClient(port);
        name = TestPeople.newName();
    }

    @AfterEach
    void issuersBehave() {
        TestPeople.STAFF.recover();
        TestPeople.PARTNERS.recover();
    }

    @Test
    void aPersonIsMadeOnFirstSightAndIsTheSameEverAfter() {
        JsonNode first = me(TestPeople.accessToken(name));
        JsonNode second = me(TestPeople.accessToken(name));

        assertThat(first.at("/account/name").stringValue()).isEqualTo(name);
        assertThat(first.at("/account/email").stringValue()).isEqualTo(name + "@staff.test");
        assertThat(first.get("actor").stringValue()).isEqualTo("account:" + name);
        assertThat(first.get("administrator").booleanValue()).isFalse();
        assertThat(first.get("member").booleanValue()).isFalse();
        assertThat(first.get("scopes").toString())
                .isEqualTo("[\"read\",\"publishers:write\",\"admin\"]");
        assertThat(first.get("projects").isNull()).isTrue();
        assertThat(second).isEqualTo(first);
        assertThat(anybody.asAdmin().get("/_/api/v1/events?type=account-created&limit=200").body())
                .containsOnlyOnce("\"account\":\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "imprimatur-admin, true, true",
        "employee, false, true",
        "Imprimatur-Admin, false, false",
        "imprimatur-admin-not, false, false"
    })
    void standingComesWithEachTokenAndIsKeptNowhere(
            String role, boolean administrator, boolean member) {
        me(TestPeople.accessToken(name, "imprimatur-admin"));

        JsonNode me = me(TestPeople.accessToken(name, "other", role));

        assertThat(me.get("administrator").booleanValue()).isEqualTo(administrator);
        assertThat(me.get("member").booleanValue()).isEqualTo(member);
        assertThat(TestPeople.as(port, name, role).get("/_/api/v1/events").statusCode())
                .isEqualTo(administrator ? 200 : 403);
    }

    @Test
    void anAddressIsKeptUpToDateAndCountsOnlyWhereItIsVerified() {
        me(TestPeople.accessToken(name));

        assertThat(email(TestPeople.accessToken(name).claim("email", "new@staff.test")))
                .isEqualTo("new@staff.test");
        for (TestToken other :
                List.of(
                        TestPeople.accessToken(name).claim("email_verified", false),
                        TestPeople.accessToken(name).claim("email_verified", "true"),
                        TestPeople.accessToken(name).claim("email", "a@b.test\r\nBcc: x@y.test"),
                        TestPeople.accessToken(name).claim("email", List.of("x@y.test")),
                        TestPeople.accessToken(name).withoutClaim("email"))) {
            assertThat(email(other)).isEqualTo("new@staff.test");
        }
        assertThat(
                        email(
                                TestPeople.accessToken(name)
                                        .claim("email", "newer@staff.test")
                                        .withoutClaim("email_verified")))
                .isEqualTo("newer@staff.test");
    }

    @Test
    void aNameThatSomebodyElseHasGetsANumber() {
        String taken = me(TestPeople.accessToken(name)).at("/account/name").stringValue();

        JsonNode other =
                me(TestPeople.accessToken(name.toUpperCase(Locale.ROOT)).claim("sub", "2-" + name));
        JsonNode third =
                me(
                        TestPeople.accessToken(TestPeople.PARTNERS, name)
                                .claim("sub", "subject-of-" + name));

        assertThat(other.at("/account/name").stringValue()).isEqualTo(taken + "-2");
        // The same sub of another issuer is another person.
        assertThat(third.at("/account/name").stringValue()).isEqualTo(taken + "-3");
    }

    @Test
    void manyFirstRequestsMakeOneAccount() {
        String token = "Bearer " + TestPeople.accessToken(name).text();

        List<String> names =
                Together.run(
                        8,
                        () ->
                                ServiceClient.json(anybody.with(token).get(ME))
                                        .at("/account/name")
                                        .stringValue());

        assertThat(names).containsOnly(name);
    }

    @Test
    void aVisitIsKeptOnceAnHourAndAwaitsNobody() {
        me(TestPeople.accessToken(name));
        Instant first = lastSeen();
        me(TestPeople.accessToken(name));
        assertThat(lastSeen()).isEqualTo(first);

        jdbc.sql("UPDATE account SET last_seen_at = now() - interval '2 hours' WHERE name = :name")
                .param("name", name)
                .update();
        me(TestPeople.accessToken(name));
        assertThat(lastSeen()).isAfterOrEqualTo(first);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("no audience", it -> it.withoutClaim("aud"), "its aud"),
                refused("another audience", it -> it.claim("aud", "other"), "its aud"),
                refused("audiences of others", it -> it.claim("aud", List.of("a", "b")), "its aud"),
                refused("an audience in an object", it -> it.claim("aud", Map.of()), "its aud"),
                refused("a null audience", it -> it.claim("aud", null), "its aud"),
                refused("no exp", it -> it.withoutClaim("exp"), "its exp"),
                refused("no iat", it -> it.withoutClaim("iat"), "its iat"),
                refused(
                        "expired",
                        it ->
                                it.issued(
                                        Instant.now().minus(Duration.ofHours(1)),
                                        Duration.ofMinutes(5)),
                        "it expired"),
                refused(
                        "not yet",
                        it -> it.claim("nbf", Instant.now().plusSeconds(600).getEpochSecond()),
                        "it is not valid for another"),
                refused(
                        "for ever",
                        it -> it.issued(Instant.now(), Duration.ofDays(40)),
                        "it lives longer"),
                refused("no sub", it -> it.withoutClaim("sub"), "its sub"),
                refused("a blank sub", it -> it.claim("sub", " "), "its sub"),
                refused("a number as sub", it -> it.claim("sub", 7), "its sub"),
                refused("a long sub", it -> it.claim("sub", "x".repeat(256)), "its sub"),
                refused("an ID token", it -> it.claim("typ", "ID"), "another kind"),
                refused("a refresh token", it -> it.claim("typ", "Refresh"), "another kind"),
                refused(
                        "bound to a key",
                        it -> it.claim("cnf", Map.of("jkt", "x")),
                        "bound to a key"),
                refused("another type", it -> it.header("typ", "logout+jwt"), null),
                refused("another issuer", it -> it.claim("iss", "https://evil.test"), null),
                refused(
                        "an issuer with a slash",
                        it -> it.claim("iss", TestPeople.STAFF.issuer() + "/"),
                        null),
                refused("no issuer", it -> it.withoutClaim("iss"), null),
                refused("an unknown key", it -> it.header("kid", "unknown"), null),
                refused("another algorithm", it -> it.algorithm(JWSAlgorithm.RS384), null),
                refused("no algorithm", it -> it.header("alg", "none"), null),
                refused("a shared secret", it -> it.header("alg", "HS256"), null),
                refused("a key to fetch", it -> it.header("jku", "https://evil.test"), null),
                refused(
                        "a key of another issuer",
                        it -> it.signedWith(TestProviders.FIRST.signingKey()),
                        null));
    }

    private static Arguments refused(
            String what, Consumer<TestToken> change, @Nullable String said) {
        return Arguments.of(what, change, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @DisplayName("Hazards 1, 3, 15, 35: audience, issuer, algorithm, required claims")
    void whatIsNoAccessTokenForUsIs401(
            String what, Consumer<TestToken> change, @Nullable String said) {
        TestToken token = TestPeople.accessToken(name);
        change.accept(token);

        HttpResponse<String> answer = get(token);

        JsonNode problem = ProblemFormat.check(answer, 401, "unauthenticated");
        assertThat(problem.get("detail").stringValue())
                .contains(said == null ? "Authenticate with an API token" : said);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValue(
                        "Bearer realm=\"imprimatur\""
                                + (said == null ? "" : ", error=\"invalid_token\""));
        assertThat(
                        jdbc.sql("SELECT count(*) FROM account WHERE name = :name")
                                .param("name", name)
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"at+jwt", "application/at+jwt", "JWT", "jwt"})
    void theUsualTypesAreAccepted(String type) {
        assertThat(get(TestPeople.accessToken(name).header("typ", type)).statusCode())
                .isEqualTo(200);
        assertThat(get(TestPeople.accessToken(name).withoutHeader("typ")).statusCode())
                .isEqualTo(200);
        assertThat(get(TestPeople.accessToken(name).claim("aud", "imprimatur")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aJobsIdentityTokenIsNoAccessTokenAndNoAccessTokenIsExchanged() {
        TestToken job =
                TestToken.of(TestProviders.FIRST, Clock.systemUTC())
                        .claim("aud", TestPeople.AUDIENCE);
        ProblemFormat.check(get(job), 401, "unauthenticated");

        Publishing publishing = new Publishing(port);
        TestToken person = TestPeople.accessToken(name).claim("aud", Publishing.AUDIENCE);
        assertThat(Publishing.code(publishing.mint(person))).isEqualTo("invalid-payload");
    }

    @Test
    @DisplayName("Hazards 4, 5, 7: an issuer's outage is no refusal")
    void anOutageOfTheIssuerIs503AndKnownKeysGoOn() {
        me(TestPeople.accessToken(TestPeople.PARTNERS, name));
        TestPeople.PARTNERS.answerKeys(Answer.status(503));

        HttpResponse<String> unknown =
                get(TestPeople.accessToken(TestPeople.PARTNERS, name).header("kid", "new-one"));
        HttpResponse<String> known = get(TestPeople.accessToken(TestPeople.PARTNERS, name));

        assertThat(known.statusCode()).isEqualTo(200);
        // Within the window of the last fetch that worked the key is unknown, after it unavailable.
        assertThat(unknown.statusCode()).isIn(401, 503);
        if (unknown.statusCode() == 503) {
            ProblemFormat.check(unknown, 503, "issuer-unavailable");
            assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
        }
    }

    private HttpResponse<String> get(TestToken token) {
        return anybody.with("Bearer " + token.text()).get(ME);
    }

    private JsonNode me(TestToken token) {
        HttpResponse<String> answer = get(token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ServiceClient.json(answer);
    }

    private String email(TestToken token) {
        return me(token).at("/account/email").stringValue();
    }

    private Instant lastSeen() {
        return jdbc.sql("SELECT last_seen_at FROM account WHERE name = :name")
                .param("name", name)
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
