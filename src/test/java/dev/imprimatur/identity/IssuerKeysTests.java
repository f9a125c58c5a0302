package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.IssuerUnavailable;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One issuer's keys through rotation, withdrawal and floods of key ids that do not exist. */
class IssuerKeysTests {

    private static final Duration ALMOST_A_WINDOW = TestVerifier.WINDOW.minusSeconds(1);

    private final TestVerifier verifier = TestVerifier.start();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        callers.shutdownNow();
        verifier.close();
    }

    @Test
    @DisplayName("Hazard 37: no outbound call per token")
    void aKnownKeyIsFetchedOnce() {
        for (int i = 0; i < 50; i++) {
            assertProven(verifier.token());
        }
        assertFetches(1);
    }

    @Test
    void aNewKeyIsFetchedWhenTheFirstTokenNamesIt() {
        assertProven(verifier.token());
        verifier.clock.advance(TestVerifier.WINDOW);
        verifier.issuer.rotate();

        assertProven(verifier.token());
        assertFetches(2);
    }

    @Test
    void anUnknownKeyIsUnknownUntilTheWindowIsOver() {
        assertProven(verifier.token());
        verifier.issuer.rotate();

        verifier.clock.advance(ALMOST_A_WINDOW);
        assertThat(verifier.verify(verifier.token())).isInstanceOf(Invalid.class);
        assertFetches(1);

        verifier.clock.advance(Duration.ofSeconds(1));
        assertProven(verifier.token());
        assertFetches(2);
    }

    @Test
    @DisplayName("Hazards 6 and 7: 1,000 forged key ids, one fetch, no good token refused")
    void forgedKeyIdsCostOneFetchAWindow() {
        assertProven(verifier.token());
        verifier.clock.advance(TestVerifier.WINDOW);
        String good = verifier.token().text();
        String signature = good.substring(good.lastIndexOf('.'));

        List<Verification> verifications =
                together(
                        IntStream.range(0, 1_100)
                                .mapToObj(
                                        i ->
                                                i % 11 == 0
                                                        ? good
                                                        : verifier.forged("forged-" + i)
                                                                        .signingInput()
                                                                + signature));

        assertThat(verifications.stream().filter(Proven.class::isInstance)).hasSize(100);
        assertThat(verifications.stream().filter(Invalid.class::isInstance)).hasSize(1_000);
        assertFetches(2);
    }

    @Test
    @DisplayName("Hazard 6: n forged key ids over many windows, at most one fetch each")
    void aLongFloodIsOneFetchAWindow() {
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 5; i++) {
                verifier.verify(verifier.forged("forged-" + second + "-" + i));
            }
            verifier.clock.advance(Duration.ofSeconds(1));
        }
        assertFetches(6);
    }

    @Test
    @DisplayName("Hazard 8: a fresh key invisible during a flood")
    void aRotationInAFloodIsSeenWithinTheWindow() {
        assertProven(verifier.token());
        boolean seen = false;
        for (int second = 0; second <= 2 * 10; second++) {
            verifier.verify(verifier.forged("forged-" + second));
            if (second == 13) {
                verifier.issuer.rotate();
            }
            if (second >= 13 && verifier.verify(verifier.token()) instanceof Proven) {
                seen = true;
            }
            verifier.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(seen).isTrue();
        assertProven(verifier.token());
        assertFetches(3);
    }

    @Test
    void manyWhoMissAtOnceMakeOneFetchAndAllGetTheKey() {
        verifier.issuer.answerKeys(
                Answer.delayed(Duration.ofMillis(300), verifier.issuer.publishedKeys()));

        List<Verification> verifications =
                together(Stream.generate(() -> verifier.token().text()).limit(64));

        assertThat(verifications).hasSize(64).allMatch(Proven.class::isInstance);
        assertFetches(1);
    }

    @Test
    void aSetThatIsGettingOldIsRefreshedBesideItsUse() {
        assertProven(verifier.token());
        verifier.issuer.answerKeys(Answer.hang());

        verifier.clock.advance(TestVerifier.REFRESH_AFTER.minusSeconds(1));
        assertProven(verifier.token());
        assertFetches(1);

        verifier.clock.advance(Duration.ofSeconds(1));
        assertProven(verifier.token());
        await().until(() -> verifier.issuer.keyRequests() == 2);
        assertProven(verifier.token());

        verifier.issuer.recover();
    }

    @Test
    void anIdleServiceKeepsItsKeysWarm() {
        IssuerKeys keys = verifier.keyring().all().values().iterator().next();
        keys.keepWarm();
        await().until(() -> verifier.keys().age().isPresent());

        keys.keepWarm();
        assertFetches(1);

        verifier.clock.advance(TestVerifier.REFRESH_AFTER);
        keys.keepWarm();
        await().until(() -> verifier.keys().age().equals(Optional.of(Duration.ZERO)));
        assertFetches(2);
    }

    @Test
    void theFirstFetchDoesNotWaitForTheFirstToken() {
        verifier.keyring().start();
        await().until(() -> verifier.keys().age().isPresent());
        verifier.keyring().stop();

        assertProven(verifier.token());
        assertFetches(1);
    }

    @Test
    @DisplayName("Hazard 9: a withdrawn key is gone with the next fetch")
    void aWithdrawnKeyIsGoneWithTheNextFetch() {
        RSAKey withdrawn = verifier.issuer.signingKey();
        assertProven(verifier.token());
        verifier.issuer.rotate();
        verifier.clock.advance(TestVerifier.REFRESH_AFTER);

        verifier.verify(verifier.token());

        assertThat(verifier.verify(verifier.token().signedWith(withdrawn)))
                .isInstanceOf(Invalid.class);
    }

    @Test
    @DisplayName("Hazard 9: a withdrawn key trusted for ever")
    void noKeyIsTrustedBeyondTheMaximumAge() {
        assertProven(verifier.token());
        verifier.issuer.answerKeys(Answer.status(503));

        verifier.clock.advance(TestVerifier.MAXIMUM_AGE);
        assertProven(verifier.token());
        await().until(() -> verifier.keys().failures() == 1);
        verifier.clock.advance(Duration.ofSeconds(1));
        assertThat(verifier.verify(verifier.token())).isInstanceOf(IssuerUnavailable.class);
    }

    static Stream<Arguments> badAnswers() {
        RSAKey weak = TestKeys.rsa(1024);
        String withoutId =
                "{\"keys\":[%s]}"
                        .formatted(
                                TestKeys.rsa()
                                        .toPublicJWK()
                                        .toJSONString()
                                        .replaceFirst("\"kid\":\"[^\"]*\",?", ""));
        return Stream.of(
                Arguments.of("empty", Answer.body("{\"keys\":[]}")),
                Arguments.of("no JSON", Answer.body("keys")),
                Arguments.of("HTML", Answer.body("<html><body>Maintenance</body></html>")),
                Arguments.of("truncated", Answer.truncated("{\"keys\":[{\"kty\":\"RSA\"}]}")),
                Arguments.of("1 MB", Answer.body("{\"keys\":[" + " ".repeat(1 << 20) + "]}")),
                Arguments.of("no key ids", Answer.body(withoutId)),
                Arguments.of(
                        "weak",
                        Answer.body("{\"keys\":[" + weak.toPublicJWK().toJSONString() + "]}")),
                Arguments.of("503", Answer.status(503)),
                Arguments.of("redirect", Answer.redirect(302, "/elsewhere")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnswers")
    @DisplayName("Hazard 5: an emptied key set believed")
    void aBadAnswerLeavesThePreviousKeys(String what, Answer answer) {
        assertProven(verifier.token());
        verifier.issuer.answerKeys(answer);
        verifier.clock.advance(TestVerifier.WINDOW);

        assertThat(verifier.verify(verifier.forged("forged")))
                .isInstanceOf(IssuerUnavailable.class);

        assertProven(verifier.token());
        assertFetches(2);
    }

    @Test
    void aPartlyBadSetGivesItsGoodKeys() {
        verifier.issuer.publish(TestKeys.rsa(1024));

        assertProven(verifier.token());
    }

    @Test
    @DisplayName("Hazard 36: a weak key of the issuer is unknown")
    void aTokenOfAWeakKeyIsRefused() {
        RSAKey weak = TestKeys.rsa(1024);
        verifier.issuer.publish(weak);

        assertThat(verifier.verify(verifier.token().signedWith(weak))).isInstanceOf(Invalid.class);
    }

    @Test
    void aClockThatIsSetBackDoesNotCloseTheWindow() {
        assertProven(verifier.token());
        verifier.issuer.rotate();
        verifier.clock.advance(Duration.ofHours(-3));

        assertProven(verifier.token());
        assertFetches(2);
    }

    private void assertProven(TestToken token) {
        assertThat(verifier.verify(token)).isInstanceOf(Proven.class);
    }

    private void assertFetches(int number) {
        assertThat(verifier.issuer.discoveryRequests()).isEqualTo(number);
        assertThat(verifier.issuer.keyRequests()).isLessThanOrEqualTo(number);
    }

    private List<Verification> together(Stream<String> texts) {
        return texts.map(text -> callers.submit(() -> verifier.verify(text))).toList().stream()
                .map(
                        future -> {
                            try {
                                return future.get();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        })
                .toList();
    }
}
