package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.identity.StoredKeys.StoredKeySet;
import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.IssuerUnavailable;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An issuer or the database is away: who notices, who does not, and what is said. */
@ExtendWith(OutputCaptureExtension.class)
class IssuerOutageTests {

    private static final Duration LONG_BUDGET = Duration.ofSeconds(4);

    @Test
    void withTheIssuerDownKnownKeysGoOnAndUnknownOnesAreUnavailable() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.verify(verifier.token());
            verifier.issuer.answerDiscovery(Answer.status(503));
            verifier.clock.advance(Duration.ofHours(23));

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            await().until(() -> verifier.keys().failures() == 1);
            verifier.clock.advance(Duration.ofSeconds(3));
            assertThat(verifier.verify(verifier.forged("new")))
                    .isEqualTo(
                            new IssuerUnavailable(
                                    "The keys of Test CI cannot be had now",
                                    Duration.ofSeconds(7)));
        }
    }

    @Test
    void retryAfterIsNeverLessThanASecond() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.issuer.answerDiscovery(Answer.status(503));
            verifier.verify(verifier.token());
            verifier.clock.advance(TestVerifier.WINDOW.minusMillis(1));

            assertThat(verifier.verify(verifier.token()))
                    .isInstanceOfSatisfying(
                            IssuerUnavailable.class,
                            it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        }
    }

    @Test
    void anIssuerThatWasDownAtTheStartIsFoundWhenTheWindowIsOver() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.issuer.answerKeys(Answer.status(503));
            verifier.keyring().start();
            assertThat(verifier.verify(verifier.token())).isInstanceOf(IssuerUnavailable.class);
            verifier.keyring().stop();

            verifier.issuer.recover();
            verifier.clock.advance(TestVerifier.WINDOW);
            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            assertThat(verifier.verify(verifier.forged("x"))).isInstanceOf(Invalid.class);
        }
    }

    @Test
    @DisplayName(
            "Hazard 40: a hanging issuer delays nobody whose key is known, and no other issuer")
    void aHangingIssuerDelaysNobodyElse() {
        try (TestIssuer hanging = TestIssuer.start();
                TestIssuer other = TestIssuer.start();
                TestVerifier verifier =
                        TestVerifier.of(
                                hanging,
                                LONG_BUDGET,
                                TestVerifier.provider(
                                        "hanging", hanging.issuer(), Replay.JTI, Set.of("RS256")),
                                TestVerifier.provider(
                                        "other", other.issuer(), Replay.JTI, Set.of("RS256")))) {
            verifier.verify(verifier.token());
            hanging.answerDiscovery(Answer.hang());
            verifier.clock.advance(TestVerifier.WINDOW);

            CompletableFuture<Verification> waiting =
                    CompletableFuture.supplyAsync(
                            () -> verifier.verify(verifier.forged("unknown")));
            await().until(() -> hanging.discoveryRequests() == 2);

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            assertThat(verifier.verify(TestToken.of(other, verifier.clock)))
                    .isInstanceOf(Proven.class);
            assertThat(waiting).isNotDone();
            assertThat(waiting.join()).isInstanceOf(IssuerUnavailable.class);
            assertThat(hanging.discoveryRequests()).as("one fetch at a time").isEqualTo(2);
        }
    }

    @Test
    void nobodyWaitsLongerThanTheBudget() {
        try (TestVerifier verifier = TestVerifier.withBudget(Duration.ofMillis(500))) {
            verifier.issuer.answerKeys(Answer.slowDrip());

            long start = System.nanoTime();
            assertThat(verifier.verify(verifier.token())).isInstanceOf(IssuerUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG_BUDGET);
        }
    }

    static Stream<Arguments> outages() {
        return Stream.of(Arguments.of(Answer.hang()), Arguments.of(Answer.status(503)));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aRestartDuringTheOutageWorksWithTheStoredKeys(Answer outage) {
        try (TestVerifier first = TestVerifier.start()) {
            first.verify(first.token());
            await().until(() -> first.stored.rows.size() == 1);
            first.issuer.answerDiscovery(outage);
            first.clock.advance(Duration.ofHours(23));

            try (TestVerifier restarted = first.restarted(LONG_BUDGET)) {
                long start = System.nanoTime();
                assertThat(restarted.verify(restarted.token())).isInstanceOf(Proven.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("it does not wait for the issuer to fail")
                        .isLessThan(LONG_BUDGET.dividedBy(2));
                assertThat(restarted.keys().age()).contains(Duration.ofHours(23));
            }
        }
    }

    @Test
    @DisplayName("Hazard 9: stored keys do not outlive the maximum age either")
    void storedKeysBeyondTheMaximumAgeAreNotTrusted() {
        try (TestVerifier first = TestVerifier.start()) {
            first.verify(first.token());
            await().until(() -> first.stored.rows.size() == 1);
            first.issuer.answerDiscovery(Answer.status(503));
            first.clock.advance(TestVerifier.MAXIMUM_AGE.plusSeconds(1));

            try (TestVerifier restarted = first.restarted(LONG_BUDGET)) {
                assertThat(restarted.verify(restarted.token()))
                        .isInstanceOf(IssuerUnavailable.class);
            }
        }
    }

    @Test
    void storedKeysFromTheFutureAreNotTrustedForLonger() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.issuer.answerDiscovery(Answer.status(503));
            store(verifier, verifier.issuer.signingKey().toPublicJWK().toJSONString(), 5);

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            assertThat(verifier.keys().age()).contains(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("Hazard 36: stored keys are checked like fetched ones")
    void aWeakStoredKeyIsNotTrusted() {
        try (TestVerifier verifier = TestVerifier.start()) {
            var weak = TestKeys.rsa(1024);
            verifier.issuer.answerDiscovery(Answer.status(503));
            store(verifier, weak.toPublicJWK().toJSONString(), 0);

            assertThat(verifier.verify(verifier.token().signedWith(weak)))
                    .isInstanceOf(IssuerUnavailable.class);
        }
    }

    @Test
    void keysThatAnotherInstanceStoredServeWhenOursAreTooOld() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.verify(verifier.token());
            verifier.issuer.answerDiscovery(Answer.status(503));
            verifier.clock.advance(TestVerifier.MAXIMUM_AGE.plusHours(1));
            store(verifier, verifier.issuer.signingKey().toPublicJWK().toJSONString(), -1);

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
        }
    }

    @Test
    void aFetchIsStoredAsItWasPublished() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.verify(verifier.token());

            await().until(() -> verifier.stored.rows.size() == 1);
            StoredKeySet row = verifier.stored.load(verifier.issuer.issuer()).orElseThrow();
            assertThat(row.text()).contains(verifier.issuer.signingKey().getKeyID());
            assertThat(row.fetchedAt()).isEqualTo(verifier.clock.instant());
        }
    }

    @Test
    void withoutADatabaseKeysAreFetchedAndUsed() {
        try (TestVerifier verifier = TestVerifier.start()) {
            verifier.stored.down = true;

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            verifier.issuer.rotate();
            verifier.clock.advance(TestVerifier.WINDOW);
            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
        }
    }

    @Test
    void aHangingDatabaseDelaysNoFetch() {
        CountDownLatch hanging = new CountDownLatch(1);
        try (TestVerifier verifier = TestVerifier.withBudget(LONG_BUDGET)) {
            verifier.stored.hanging = hanging;

            long start = System.nanoTime();
            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(LONG_BUDGET.dividedBy(2));
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void anOutageIsSaidOnceAndSoIsItsEnd(CapturedOutput output) {
        // An id of its own: other tests' fetches may still be writing when this one begins.
        TestIssuer issuer = TestIssuer.start();
        try (TestVerifier verifier =
                TestVerifier.of(
                        issuer,
                        TestVerifier.provider(
                                "outage", issuer.issuer(), Replay.JTI, Set.of("RS256")))) {
            verifier.stored.down = true;
            verifier.issuer.answerKeys(Answer.status(503, "secret-from-the-wire"));
            for (int i = 0; i < 5; i++) {
                verifier.verify(verifier.token().header("kid", "kid-from-the-wire"));
                verifier.clock.advance(TestVerifier.WINDOW);
            }
            assertThat(verifier.keys().failures()).isEqualTo(5);
            assertThat(verifier.keys().lastFailure()).contains("status 503");

            verifier.issuer.recover();
            verifier.verify(verifier.token());
            assertThat(verifier.keys().lastFailure()).isEmpty();
        }
        assertThat(output.getAll().lines())
                .filteredOn(line -> line.contains("keys of provider outage"))
                .satisfiesExactlyInAnyOrder(
                        line ->
                                assertThat(line)
                                        .contains("WARN")
                                        .endsWith(
                                                "The keys of provider outage cannot be fetched:"
                                                        + " status 503"),
                        line ->
                                assertThat(line)
                                        .contains("WARN")
                                        .contains("The stored keys of provider outage"),
                        line ->
                                assertThat(line)
                                        .endsWith(
                                                "The keys of provider outage can be fetched again"));
        assertThat(output.getAll()).doesNotContain("from-the-wire");
    }

    private static void store(TestVerifier verifier, String key, int hoursFromNow) {
        verifier.stored.rows.put(
                verifier.issuer.issuer(),
                new StoredKeySet(
                        "{\"keys\":[" + key + "]}",
                        verifier.clock.instant().plus(Duration.ofHours(hoursFromNow))));
    }
}
