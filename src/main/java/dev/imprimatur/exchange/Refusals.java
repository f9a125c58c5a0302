package dev.imprimatur.exchange;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import java.util.Map;

/** Gives the refusals of an exchange their place in the one list of problems. */
final class Refusals {

    private Refusals() {}

    /** So that the id behind it is not cut off where the whole sentence is too long. */
    private static final int LONGEST_REASON = 960;

    static Problem problem(Exchanged.Refusal refusal) {
        Problem problem = Problem.of(ProblemCode.valueOf(refusal.cause().name()), reason(refusal));
        if (refusal.attempt() != null) {
            problem = problem.withMembers(Map.of("attempt", refusal.attempt()));
        }
        return refusal.retryAfter() == null ? problem : problem.retryAfter(refusal.retryAfter());
    }

    /** CI clients show this sentence and no other member, so the id stands in it, too. */
    private static String reason(Exchanged.Refusal refusal) {
        String reason = refusal.reason();
        if (refusal.attempt() == null) {
            return reason;
        }
        String shown =
                reason.length() > LONGEST_REASON
                        ? reason.substring(0, LONGEST_REASON) + "..."
                        : reason;
        return "%s (attempt %s)".formatted(shown, refusal.attempt());
    }
}
