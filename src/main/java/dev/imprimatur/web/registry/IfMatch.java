package dev.imprimatur.web.registry;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a caller has seen (RFC 9110, section 13.1.1), so that nobody overwrites what
 * they do not know of. An entity tag is the number of the version in quotes. It is that of what can
 * be edited: what is counted or bound by itself changes beneath it.
 */
final class IfMatch implements LongPredicate {

    private static final int LONGEST = 1000;

    private final List<String> tags;

    private IfMatch(List<String> tags) {
        this.tags = tags;
    }

    /** The entity tag of a version. */
    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The versions of a header.
     *
     * @throws ProblemException with 428 where there is none
     */
    static IfMatch required(@Nullable String header) {
        if (header == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.PRECONDITION_REQUIRED,
                            "An edit needs the header If-Match with the ETag of what is edited, or * to"
                                    + " overwrite whatever is there"));
        }
        return new IfMatch(
                header.length() > LONGEST
                        ? List.of()
                        : Stream.of(header.split(",")).map(String::strip).toList());
    }

    /** The versions of a header; without one, any. */
    static IfMatch optional(@Nullable String header) {
        return required(header == null ? "*" : header);
    }

    static ProblemException stale() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.PRECONDITION_FAILED,
                        "Somebody changed this since it was read. GET it again, and send its new ETag"
                                + " as If-Match if the edit is still meant"));
    }

    /** A weak tag is none: it would not say that nothing was changed. */
    @Override
    public boolean test(long version) {
        return tags.contains("*") || tags.contains(tag(version));
    }
}
