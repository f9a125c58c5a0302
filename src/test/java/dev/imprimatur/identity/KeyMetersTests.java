package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.Answer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyMetersTests {

    private static final String AGE = "imprimatur.issuer.keys.age";
    private static final String FAILURES = "imprimatur.issuer.refresh.failures";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void theAgeOfTheKeysAndTheFailuresAreShownByProvider() {
        try (TestVerifier verifier = TestVerifier.start()) {
            new KeyMeters(verifier.keyring()).bindTo(registry);
            assertThat(age()).isNaN();
            assertThat(failures()).isZero();

            verifier.verify(verifier.token());
            verifier.clock.advance(Duration.ofSeconds(90));
            assertThat(age()).isEqualTo(90);

            verifier.issuer.answerKeys(Answer.status(500));
            verifier.verify(verifier.forged("x"));
            assertThat(failures()).isEqualTo(1);
            assertThat(age()).isEqualTo(90);
        }
    }

    @Test
    @DisplayName("Hazard 32: metric labels from strangers")
    void whateverIsSentTheMetersStayTheSame() {
        try (TestVerifier verifier = TestVerifier.start()) {
            new KeyMeters(verifier.keyring()).bindTo(registry);
            List<Meter.Id> before = registry.getMeters().stream().map(Meter::getId).toList();

            IntStream.range(0, 20)
                    .forEach(i -> verifier.verify(verifier.forged("x" + i).claim("iss", "x" + i)));
            IntStream.range(0, 20).forEach(i -> verifier.verify(verifier.forged("x" + i)));

            assertThat(registry.getMeters().stream().map(Meter::getId)).isEqualTo(before);
            assertThat(before).hasSize(2).allMatch(id -> "ci".equals(id.getTag("provider")));
        }
    }

    private double age() {
        return registry.get(AGE).tag("provider", "ci").timeGauge().value(TimeUnit.SECONDS);
    }

    private double failures() {
        return registry.get(FAILURES).tag("provider", "ci").functionCounter().count();
    }
}
