package dev.imprimatur.exchange;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;

/** Gives the refusals of an exchange their place in the one list of problems. */
final class Refusals {

    private Refusals() {}

    static Problem problem(Exchanged.Refusal refusal) {
        Problem problem = Problem.of(ProblemCode.valueOf(refusal.cause().name()), refusal.reason());
        return refusal.retryAfter() == null ? problem : problem.retryAfter(refusal.retryAfter());
    }
}
