package dev.imprimatur.web;

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
}
