package dev.imprimatur.web;

import java.util.List;

/**
 * Carries a {@link Problem} out of the reading of a request, where there is no value to return yet.
 * Rooms below the wire return their refusals; only code that knows HTTP throws this.
 */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    /** A request that ends with this problem. */
    public ProblemException(Problem problem) {
        // Neither logged nor wrapped: a stack trace would be made for nothing.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }

    /** Nothing is there, or nothing for who asked. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(Problem.of(ProblemCode.NOT_FOUND, detail));
    }

    /** One field is not valid, and nothing else is wrong. */
    public static ProblemException invalidField(String field, String sentence) {
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                        .withFields(List.of(new Problem.InvalidField(field, "invalid", sentence))));
    }
}
