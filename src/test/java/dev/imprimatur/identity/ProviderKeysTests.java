package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProviderKeysTests {

    @Test
    void withoutAnyKeysNothingCanBeVerified() {
        try (TestVerifier verifier = TestVerifier.start()) {
            assertThat(new ProviderKeys(verifier.keyring()).all())
                    .containsExactly(
                            new KeyHealth("ci", verifier.issuer.issuer(), 0, null, 0, null, null));
            assertThat(verifier.issuer.discoveryRequests()).isZero();
        }
    }

    @Test
    void keysAreCountedAndGrowOldAndAFailureIsToldWithoutWhatWasSent() {
        try (TestVerifier verifier = TestVerifier.start()) {
            ProviderKeys keys = new ProviderKeys(verifier.keyring());
            verifier.verify(verifier.token());
            KeyHealth fresh = keys.of("ci").orElseThrow();
            assertThat(fresh.isUsable()).isTrue();
            assertThat(fresh.age()).isZero();
            assertThat(fresh.lastFailure()).isNull();
            assertThat(fresh.heldOffUntil()).isAfter(verifier.clock.instant());

            verifier.clock.advance(Duration.ofSeconds(90));
            assertThat(keys.of("ci").orElseThrow().heldOffUntil()).isNull();
            verifier.issuer.answerKeys(Answer.status(503));
            verifier.verify(verifier.forged("x"));

            KeyHealth failed = keys.of("ci").orElseThrow();
            assertThat(failed.keys()).isEqualTo(fresh.keys());
            assertThat(failed.age()).isEqualTo(Duration.ofSeconds(90));
            assertThat(failed.failures()).isEqualTo(1);
            assertThat(failed.lastFailure()).isEqualTo("The keys could not be fetched: status 503");
            assertThat(failed.heldOffUntil()).isAfter(verifier.clock.instant());
        }
    }

    @Test
    void keysBeyondTheirMaximumAgeAreNoneThatCanBeUsed() {
        try (TestVerifier verifier = TestVerifier.start()) {
            ProviderKeys keys = new ProviderKeys(verifier.keyring());
            verifier.verify(verifier.token());
            verifier.clock.advance(Duration.ofDays(8));

            KeyHealth old = keys.of("ci").orElseThrow();
            assertThat(old.isUsable()).isFalse();
            assertThat(old.age()).isEqualTo(Duration.ofDays(8));
        }
    }

    @Test
    void ofWhatIsNotConfiguredThereIsNothing() {
        try (TestVerifier verifier = TestVerifier.start()) {
            assertThat(new ProviderKeys(verifier.keyring()).of("other")).isEmpty();
        }
    }
}
