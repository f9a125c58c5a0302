package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.Malformed;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token must say once its signature holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityVerifierTests {

    /** Values of JSON types that a string claim must not have. */
    static final List<Arguments> NOT_A_STRING =
            Stream.of(1, true, List.of(), Map.of(), null).map(Arguments::of).toList();

    private TestVerifier verifier;

    @BeforeAll
    void start() {
        verifier = TestVerifier.start();
    }

    @AfterAll
    void stop() {
        verifier.close();
    }

    @Test
    void aGoodTokenIsAnIdentity() {
        Instant expiry = verifier.clock.instant().plusSeconds(300);

        Verification verification =
                verifier.verify(verifier.token().claim("jti", "one").claim("repository_id", "74"));

        assertThat(verification)
                .isInstanceOfSatisfying(
                        Proven.class,
                        proven -> {
                            Identity identity = proven.identity();
                            assertThat(identity.provider().id()).isEqualTo("ci");
                            assertThat(identity.audience()).isEqualTo(TestToken.AUDIENCE);
                            assertThat(identity.jti()).isEqualTo("one");
                            assertThat(identity.claims().value("repository_id")).isEqualTo("74");
                            assertThat(identity.claims().value("environment")).isEqualTo("release");
                            assertThat(identity.claims().value("actor")).isNull();
                            assertThat(identity.acceptedUntil()).isEqualTo(expiry.plusSeconds(30));
                        });
    }

    @Test
    void aTokenWithNothingButWhatIsRequiredIsAnIdentity() {
        long now = verifier.clock.instant().getEpochSecond();
        String payload =
                """
                {"iss":"%s","aud":"%s","jti":"x","iat":%d,"exp":%d,"repository":"o/r","repository_id":1}
                """
                        .formatted(verifier.issuer.issuer(), TestToken.AUDIENCE, now, now + 60);

        TestToken minimal =
                verifier.token().withoutHeader("typ").withoutHeader("x5t").payloadText(payload);

        assertThat(verifier.verify(minimal)).isInstanceOf(Proven.class);
    }

    static Stream<Arguments> foreignAudiences() {
        String ours = TestToken.AUDIENCE;
        return Stream.of(
                Arguments.of(List.of(ours)),
                Arguments.of(List.of(ours, "other")),
                Arguments.of(List.of("other", ours)),
                Arguments.of(Arrays.asList(null, ours)),
                Arguments.of(List.of()),
                Arguments.of((Object) null),
                Arguments.of(1),
                Arguments.of(true),
                Arguments.of(Map.of("aud", ours)),
                Arguments.of(""),
                Arguments.of(ours + "/"),
                Arguments.of(" " + ours),
                Arguments.of("Packages.example.org"),
                Arguments.of("other"));
    }

    @ParameterizedTest
    @MethodSource("foreignAudiences")
    @DisplayName("Hazard 1: aud is one string that equals an audience of ours, in no other shape")
    void anyOtherShapeOfAudienceIsRefused(@Nullable Object audience) {
        assertInvalid(
                verifier.token().claim("aud", audience),
                "its aud must be one string, the audience of an index here, which"
                        + " /_/oidc/{index}/audience names");
    }

    @Test
    void whereOneAudienceAloneIsGoodItIsNamed() {
        String text = verifier.token().claim("aud", "other").text();

        assertThat(verifier.verify(text, Set.of(TestToken.AUDIENCE)))
                .isEqualTo(
                        new Invalid(
                                "The identity token is not valid: its aud must be one string, "
                                        + TestToken.AUDIENCE));
    }

    @Test
    @DisplayName("Hazard 1: a missing aud is refused")
    void aTokenWithoutAudienceIsRefused() {
        assertInvalid(
                verifier.token().withoutClaim("aud"),
                "its aud must be one string, the audience of an index here, which"
                        + " /_/oidc/{index}/audience names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "aud", "jti", "repository", "repository_id"})
    @DisplayName("Hazard 35: each required claim removed")
    void aTokenWithoutARequiredClaimIsRefused(String claim) {
        assertThat(verifier.verify(verifier.token().withoutClaim(claim)))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("its " + claim + " "));
    }

    @Test
    @DisplayName("Hazard 35: a token without iss is nobody's")
    void aTokenWithoutIssuerIsMalformed() {
        assertThat(verifier.verify(verifier.token().withoutClaim("iss")))
                .isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> noTimes() {
        return Stream.of("exp", "iat", "nbf")
                .flatMap(
                        claim ->
                                Stream.of(
                                                "1768478700",
                                                1768478700.5,
                                                1.7684787e9,
                                                -1,
                                                253402300800L,
                                                new BigInteger("18446744073709551616"),
                                                true,
                                                null,
                                                List.of(1768478700),
                                                Map.of())
                                        .map(value -> Arguments.of(claim, value)));
    }

    @ParameterizedTest
    @MethodSource("noTimes")
    @DisplayName("Hazard 22: a time that is no JSON integer")
    void aTimeOfAnotherTypeIsRefused(String claim, @Nullable Object value) {
        assertThat(verifier.verify(verifier.token().claim(claim, value)))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid ->
                                assertThat(invalid.reason())
                                        .contains("its " + claim + " is")
                                        .endsWith("no whole number"));
    }

    @Test
    void aTokenIsAcceptedJustBeforeItsExpiryAndLeeway() {
        Instant now = verifier.clock.instant();

        assertProven(verifier.token().issued(now.minusSeconds(329), Duration.ofMinutes(5)));
    }

    @Test
    @DisplayName("Hazard 10: from acceptedUntil on, the verifier refuses by the times alone")
    void aTokenIsRefusedFromItsExpiryAndLeewayOn() {
        Instant now = verifier.clock.instant();

        assertInvalid(
                verifier.token().issued(now.minusSeconds(330), Duration.ofMinutes(5)),
                "it expired 30 s ago");
    }

    @Test
    void anExpiryFarInThePastIsRefused() {
        assertInvalid(
                verifier.token().issued(Instant.EPOCH, Duration.ofSeconds(1)),
                "it expired %d s ago".formatted(verifier.clock.instant().getEpochSecond() - 1));
    }

    @Test
    void aTokenIssuedInTheFutureIsRefusedBeyondTheLeeway() {
        Instant now = verifier.clock.instant();

        assertProven(verifier.token().issued(now.plusSeconds(30), Duration.ofSeconds(60)));
        assertInvalid(
                verifier.token().issued(now.plusSeconds(31), Duration.ofSeconds(60)),
                "it is issued 31 s in the future");
    }

    @Test
    void aTokenThatIsNotYetValidIsRefusedBeyondTheLeeway() {
        long now = verifier.clock.instant().getEpochSecond();

        assertProven(verifier.token().claim("nbf", now + 30));
        assertProven(verifier.token().withoutClaim("nbf"));
        assertInvalid(verifier.token().claim("nbf", now + 31), "it is not valid for another 31 s");
    }

    @Test
    void aTokenThatExpiresAsItIsIssuedIsRefused() {
        Instant now = verifier.clock.instant();

        assertInvalid(verifier.token().issued(now, Duration.ZERO), "its exp is not after its iat");
    }

    @Test
    @DisplayName("Hazard 13: exp beyond the provider's longest lifetime")
    void aTokenThatLivesTooLongIsRefused() {
        Instant now = verifier.clock.instant();

        assertProven(verifier.token().issued(now, Duration.ofHours(1)));
        assertInvalid(
                verifier.token().issued(now, Duration.ofHours(1).plusSeconds(1)),
                "it lives longer than the 3600 s that its provider gives");
        assertInvalid(
                verifier.token().claim("exp", 253402300799L),
                "it lives longer than the 3600 s that its provider gives");
    }

    @ParameterizedTest
    @FieldSource("NOT_A_STRING")
    void aJtiThatIsNoStringIsRefused(@Nullable Object jti) {
        assertInvalid(verifier.token().claim("jti", jti), "its jti is missing, blank or too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void aBlankJtiIsRefused(String jti) {
        assertInvalid(verifier.token().claim("jti", jti), "its jti is missing, blank or too long");
    }

    @Test
    @DisplayName("Hazard 25: a jti that no index entry could hold")
    void aVeryLongJtiIsRefused() {
        assertProven(verifier.token().claim("jti", "é".repeat(1024)));
        assertInvalid(
                verifier.token().claim("jti", "j".repeat(1025)),
                "its jti is missing, blank or too long");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 74, 9007199254740992L})
    @DisplayName("Hazard 22: an id may be an exact integer")
    void anIdMayBeANumberThatIsExact(long id) {
        assertProven(verifier.token().claim("repository_id", id));
    }

    static Stream<Arguments> noIds() {
        return Stream.of(
                        9007199254740993L,
                        new BigInteger("18446744073709551616"),
                        74.0,
                        -1,
                        "7e1",
                        "７４",
                        " 74",
                        true,
                        List.of("74"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noIds")
    @DisplayName("Hazard 22: numbers that are not exact, and texts that are no digits, are no ids")
    void anIdIsNeverCoerced(Object id) {
        assertInvalid(
                verifier.token().claim("repository_id", id),
                "its repository_id has another type than its provider gives it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1"})
    @DisplayName("Hazard 22: the string of a boolean is no boolean")
    void aBooleanIsNeverCoerced(String value) {
        assertInvalid(
                verifier.token().claim("email_verified", value),
                "its email_verified has another type than its provider gives it");
    }

    @Test
    @DisplayName("Hazard 34: before the signature holds, nothing is said of times or audience")
    void aTokenThatNobodySignedLearnsNothing() {
        TestToken expired =
                verifier.token()
                        .claim("exp", 1)
                        .claim("aud", "other")
                        .signedWith(TestKeys.rsa())
                        .header("kid", verifier.issuer.signingKey().getKeyID());
        TestToken unknownKey = verifier.token().signedWith(TestKeys.rsa());
        TestToken otherAlgorithm = verifier.token().header("alg", "none");

        assertThat(Stream.of(expired, unknownKey, otherAlgorithm).map(verifier::verify))
                .containsOnly(
                        new Invalid(
                                "The identity token is not valid: its header, key or signature is"
                                        + " wrong"));
    }

    @Test
    @DisplayName("Hazard 28: no reason repeats what was sent")
    void noReasonRepeatsTheToken() {
        String marker = "marker-of-a-stranger";
        Stream<TestToken> tokens =
                Stream.concat(
                        Stream.of("iss", "aud", "exp", "iat", "nbf", "repository_id")
                                .map(claim -> verifier.token().claim(claim, marker)),
                        Stream.of("alg", "kid", "jku", "crit")
                                .map(member -> verifier.token().header(member, marker)));

        assertThat(tokens.map(verifier::verify).map(Object::toString))
                .hasSize(10)
                .noneMatch(reason -> reason.contains(marker))
                .allMatch(reason -> reason.matches("(Invalid|Malformed)\\[.*"));
    }

    private void assertProven(TestToken token) {
        assertThat(verifier.verify(token)).isInstanceOf(Proven.class);
    }

    private void assertInvalid(TestToken token, String reason) {
        assertThat(verifier.verify(token))
                .isEqualTo(new Invalid("The identity token is not valid: " + reason));
    }
}
