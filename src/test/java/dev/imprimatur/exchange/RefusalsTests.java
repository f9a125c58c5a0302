package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.web.Problem;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTests {

    @ParameterizedTest
    @EnumSource
    void everyCauseOfARefusedExchangeIsAProblem(Exchanged.Cause cause) {
        Problem problem =
                Refusals.problem(new Exchanged.Refusal(cause, "reason", Duration.ofSeconds(3)));

        assertThat(problem.code().code()).isEqualTo(cause.code());
        assertThat(problem.detail()).isEqualTo("reason");
        assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }
}
