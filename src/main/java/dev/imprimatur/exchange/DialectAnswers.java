package dev.imprimatur.exchange;

import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import java.util.function.Function;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Says what an exchange came to in the words of a client's dialect. */
@Component
class DialectAnswers {

    private final TokenExchange exchange;
    private final Problems problems;

    DialectAnswers(TokenExchange exchange, Problems problems) {
        this.exchange = exchange;
        this.problems = problems;
    }

    /**
     * Exchanges, and answers.
     *
     * @param success the members of the answer that carries the upload token
     */
    ResponseEntity<?> exchange(
            Dialect dialect,
            ExchangeRequest request,
            HttpStatus status,
            Function<Exchanged.Minted, ?> success) {
        return switch (exchange.exchange(request)) {
            case Exchanged.Minted minted ->
                    ResponseEntity.status(status)
                            .contentType(MediaType.APPLICATION_JSON)
                            .cacheControl(CacheControl.noStore())
                            .body(success.apply(minted));
            case Exchanged.Refusal refusal -> refused(dialect, Refusals.problem(refusal));
        };
    }

    /** The request holds no identity token where this dialect has it. */
    ResponseEntity<?> noIdentityToken(Dialect dialect, String where) {
        return refused(dialect, Problem.of(ProblemCode.INVALID_PAYLOAD, where));
    }

    ResponseEntity<?> refused(Dialect dialect, Problem problem) {
        return problems.answer(dialect.of(problem));
    }
}
