package dev.imprimatur.web.registry;

import dev.imprimatur.issuer.TestToken;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A typical mistake: what a publisher says, what the job says, and what names it. The table of them
 * is run by a test, and the troubleshooting page is made of it.
 *
 * @param title for the page
 * @param publisher what the publisher says beside the usual
 * @param job what is different in the job
 * @param before what happened before
 * @param field the field, claim or part that is named
 * @param code the kind of mismatch
 */
record Mistake(
        String title,
        Map<String, String> publisher,
        UnaryOperator<TestToken> job,
        Before before,
        String field,
        String code) {

    /** What happened to the publisher, or to what is around it, before the job ran. */
    enum Before {
        NOTHING,
        /** The job was run as it should be, which bound the publisher. */
        USED,
        /** Nobody came for a week. */
        A_WEEK,
        /** The provider is one that is switched off. */
        SWITCHED_OFF
    }

    @Override
    public String toString() {
        return title;
    }
}
