package dev.imprimatur.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Together;
import dev.imprimatur.issuer.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RateLimitTests {

    private final TestClock clock = new TestClock();

    private RateLimit limit(int perMinute) {
        return new RateLimit(perMinute, 1000, clock);
    }

    @Test
    void asManyAsAMinuteAllowsMayComeAtOnceAndNotOneMore() {
        RateLimit limit = limit(300);

        assertThat(goesAhead(limit, "fleet", 1000)).isEqualTo(300);
        assertThat(limit.exceeded("somebody else")).isEmpty();
    }

    @Test
    void afterwardsTheyComeAtTheirPace() {
        RateLimit limit = limit(60);
        goesAhead(limit, "job", 100);

        clock.advance(Duration.ofMillis(999));
        assertThat(limit.exceeded("job")).hasValue(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(1));

        assertThat(goesAhead(limit, "job", 10)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(10));
        assertThat(goesAhead(limit, "job", 100)).isEqualTo(10);
        clock.advance(Duration.ofHours(1));
        assertThat(goesAhead(limit, "job", 1000)).isEqualTo(60);
    }

    @Test
    void whoeverComesAgainWhenToldToGoesAhead() {
        RateLimit limit = limit(7);
        goesAhead(limit, "job", 7);

        Optional<Duration> wait = limit.exceeded("job");

        assertThat(wait).hasValue(Duration.ofSeconds(9));
        clock.advance(wait.orElseThrow());
        assertThat(limit.exceeded("job")).isEmpty();
    }

    @Test
    void aRefusalCostsNothing() {
        RateLimit limit = limit(60);
        goesAhead(limit, "job", 5000);

        clock.advance(Duration.ofSeconds(1));

        assertThat(limit.exceeded("job")).isEmpty();
    }

    @Test
    void oneThatIsSwitchedOffRemembersNobody() {
        RateLimit limit = limit(0);

        assertThat(goesAhead(limit, "job", 5000)).isEqualTo(5000);
        assertThat(limit.size()).isZero();
    }

    @Test
    void aClockThatIsPutBackLocksNobodyOut() {
        RateLimit limit = limit(60);
        goesAhead(limit, "job", 60);

        clock.advance(Duration.ofHours(-1));

        assertThat(goesAhead(limit, "job", 1000)).isEqualTo(60);
    }

    @Test
    void manyAtOnceGetNoMoreThanOneAfterTheOther() {
        RateLimit limit = limit(100);

        assertThat(Together.run(8, () -> goesAhead(limit, "fleet", 200)))
                .satisfies(
                        got ->
                                assertThat(got.stream().mapToInt(Integer::intValue).sum())
                                        .isEqualTo(100));
    }

    @Test
    @DisplayName("Hazard 7: the rate limit becomes the outage")
    void aFloodFromEverNewAddressesIsForgottenAndThoseWhoComeOftenAreNot() {
        RateLimit limit = limit(50);
        goesAhead(limit, "regular", 100);

        for (int i = 0; i < 20_000; i++) {
            assertThat(limit.exceeded("stranger " + i)).isEmpty();
            if (i % 100 == 0) {
                assertThat(limit.exceeded("regular")).isPresent();
            }
        }

        assertThat(limit.size()).isLessThanOrEqualTo(1000);
    }

    private static int goesAhead(RateLimit limit, String client, int times) {
        int ahead = 0;
        for (int i = 0; i < times; i++) {
            ahead += limit.exceeded(client).isEmpty() ? 1 : 0;
        }
        return ahead;
    }
}
