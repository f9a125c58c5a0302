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
        // Elsewhere an exchange has this answer, 422; an index gets 403 for whatever the cause is.
        int status = cause == UploadDecision.Cause.NOT_ENABLED ? 422 : 403;
        assertThat(code.status().value()).isEqualTo(status);
    }
}
