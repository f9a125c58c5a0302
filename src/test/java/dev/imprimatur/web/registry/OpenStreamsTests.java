package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.web.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenStreamsTests {

    private final OpenStreams streams =
            new OpenStreams(new EventStreamProperties(3, 2, Duration.ofMinutes(30)));

    @Test
    void nobodyTakesMoreThanTheirOwn() {
        OpenStreams.Place first = streams.take("account:a");
        OpenStreams.Place _ = streams.take("account:a");

        refuses("account:a", 429);
        first.close();
        assertThat(streams.take("account:a")).isNotNull();
    }

    @Test
    void theInstanceServesNoMoreThanItCan() {
        OpenStreams.Place _ = streams.take("account:a");
        OpenStreams.Place _ = streams.take("account:a");
        OpenStreams.Place last = streams.take("account:b");

        refuses("account:c", 503);
        last.close();
        assertThat(streams.take("account:c")).isNotNull();
    }

    private void refuses(String actor, int status) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> streams.take(actor))
                .satisfies(
                        refused -> {
                            assertThat(refused.problem().status()).isEqualTo(status);
                            assertThat(refused.problem().retryAfter()).isPositive();
                        });
    }
}
