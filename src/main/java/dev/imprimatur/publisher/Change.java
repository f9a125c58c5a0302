package dev.imprimatur.publisher;

import dev.imprimatur.provider.FieldError;
import java.util.List;

/** What an edit of a publisher comes to. */
public sealed interface Change {

    /**
     * It is as it was asked for, now or before.
     *
     * @param notes what was read out of pasted input, a sentence each
     * @param warnings sentences for the maintainer
     */
    record Changed(RegisteredPublisher publisher, List<String> notes, List<String> warnings)
            implements Change {}

    /** It would be accepted; nothing was changed. */
    record Acceptable(Preview preview) implements Change {}

    /** There is another publisher of the same names that says just that. */
    record Duplicate(RegisteredPublisher existing) implements Change {}

    /** Something is wrong with what was filled in. */
    record Invalid(List<FieldError> errors) implements Change {}

    /** Somebody edited it in the meantime. */
    record Stale() implements Change {}

    /** There is no such publisher, or not for the caller. */
    record Missing() implements Change {}
}
