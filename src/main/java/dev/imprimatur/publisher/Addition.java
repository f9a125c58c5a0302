package dev.imprimatur.publisher;

import dev.imprimatur.provider.FieldError;
import java.util.List;

/** What adding a publisher comes to, of a project or for a pattern of names. */
public sealed interface Addition {

    /**
     * It is there.
     *
     * @param notes what was read out of pasted input, a sentence each
     * @param warnings sentences for the maintainer
     */
    record Added(RegisteredPublisher publisher, List<String> notes, List<String> warnings)
            implements Addition {}

    /** It would be accepted; nothing was changed. */
    record Acceptable(Preview preview) implements Addition {}

    /** It was there already. */
    record Duplicate(RegisteredPublisher existing) implements Addition {}

    /** Something is wrong with what was filled in. */
    record Invalid(List<FieldError> errors) implements Addition {}

    /** The name of the project is that of somebody else's, of which nothing more is told. */
    record NameTaken() implements Addition {}

    /** The caller has as many in this index as one account may have. */
    record TooMany(int most) implements Addition {}

    /**
     * The caller may not.
     *
     * @param reason a sentence for them
     */
    record Denied(String reason) implements Addition {}
}
