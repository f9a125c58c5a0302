package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.token.UploadDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemCodeTests {

    @ParameterizedTest
    @EnumSource
    void everyCauseOfARefusedUploadIsAProblem(UploadDecision.Cause cause) {
        ProblemCode code = ProblemCode.valueOf(cause.name());

        assertThat(code.code()).isEqualTo(cause.code());
        assertThat(code.status().value()).isEqualTo(403);
    }
}
