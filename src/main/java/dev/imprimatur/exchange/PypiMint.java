package dev.imprimatur.exchange;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The answers that PEP 807 and PyPI's own variant have in common. */
@Component
class PypiMint {

    private final TokenExchange exchange;
    private final DialectAnswers answers;
    private final Problems problems;

    PypiMint(TokenExchange exchange, DialectAnswers answers, Problems problems) {
        this.exchange = exchange;
        this.answers = answers;
        this.problems = problems;
    }

    /**
     * One client copies every member of this answer into its next request, so there is only one.
     */
    ResponseEntity<?> audience(PackageIndex index) {
        return exchange.switchedOff(index)
                .<ResponseEntity<?>>map(
                        refusal ->
                                problems.answer(
                                        Refusals.problem(refusal)
                                                .withStatus(HttpStatus.FORBIDDEN.value())))
                .orElseGet(() -> json(Map.of("audience", index.audience())));
    }

    /** Mints for whichever of the indexes the audience picks. */
    ResponseEntity<?> mint(List<PackageIndex> candidates, Optional<ObjectNode> body) {
        return switch (MintBody.read(body)) {
            case MintBody.Unreadable(String reason) ->
                    problems.answer(Problem.of(ProblemCode.INVALID_PAYLOAD, reason));
            case MintBody.ImpossibleFeatures(String reason) ->
                    problems.answer(Problem.of(ProblemCode.INVALID_FEATURES, reason));
            case MintBody.Wanted(String token, var projects, boolean singleUse) ->
                    answers.exchange(
                            Dialect.PLAIN,
                            new ExchangeRequest(token, candidates, projects, singleUse),
                            HttpStatus.OK,
                            minted ->
                                    new MintedToken(
                                            true,
                                            minted.token().reveal(),
                                            minted.expiresAt().getEpochSecond()));
        };
    }

    /** The host is none of an index, or a proxy does not pass it on. */
    ResponseEntity<?> noIndexHere() {
        return problems.answer(
                Problem.of(
                        ProblemCode.NOT_FOUND,
                        "No package index with trusted publishing is at this address. Check the host"
                                + " of the upload URL; a proxy in between must pass the Host header"
                                + " on"));
    }

    /**
     * Answered as JSON whatever the client says it accepts: clients of this dialect say anything.
     */
    static ResponseEntity<?> json(Object answer) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(answer);
    }

    private record MintedToken(boolean success, String token, long expires) {

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "MintedToken[expires=" + expires + "]";
        }
    }

    static boolean isPypi(PackageIndex index) {
        return index.ecosystem() == Ecosystem.PYPI;
    }
}
