package dev.imprimatur.forge;

import dev.imprimatur.provider.FieldError;
import java.util.Map;

/** What a forge says of the names in a publisher. */
public sealed interface Finding {

    /**
     * The repository is there, under these very names.
     *
     * @param pins all the pins of its provider: claim to value
     */
    record Found(Map<String, String> pins) implements Finding {}

    /** A name is wrong: nobody has it, or nobody has it any more. */
    record Wrong(FieldError error) implements Finding {}

    /**
     * It cannot be said now.
     *
     * @param reason a sentence for people
     */
    record Unknown(Cause cause, String reason) implements Finding {}

    /** Nobody is to be asked about publishers of this provider. */
    record NotAsked() implements Finding {}

    /** Why it cannot be said. */
    enum Cause {
        /** The forge shows nothing of this name, which may be private. */
        HIDDEN,
        /** The forge gave no answer, or none that can be used. */
        UNANSWERED
    }

    /** No answer that can be used, as a finding. */
    static Finding unanswered(String reason) {
        return new Unknown(Cause.UNANSWERED, reason);
    }
}
