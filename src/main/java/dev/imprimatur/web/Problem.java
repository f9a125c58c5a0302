package dev.imprimatur.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A "no", before it becomes an answer.
 *
 * @param code which one
 * @param status the HTTP status, where a contract wants another one than the code's
 * @param detail what happened this time and what mends it: one printable line, nothing submitted in
 *     it
 * @param fields what is wrong with single fields; empty: the whole
 * @param retryAfter when to come again; null: not said
 * @param headers further headers, such as {@code Allow}
 * @param members further members of the document (RFC 9457, section 3.2)
 */
public record Problem(
        ProblemCode code,
        int status,
        String detail,
        List<InvalidField> fields,
        @Nullable Duration retryAfter,
        Map<String, String> headers,
        Map<String, ?> members) {

    /**
     * One field that is not valid.
     *
     * @param field its name
     * @param code a stable word for programs
     * @param message a sentence for people
     * @param members further members, such as which of many items it is in
     */
    public record InvalidField(String field, String code, String message, Map<String, ?> members) {

        /** One with nothing more to say of it. */
        public InvalidField(String field, String code, String message) {
            this(field, code, message, Map.of());
        }
    }

    /** A problem with the status of its code. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                code, code.status().value(), detail, List.of(), null, Map.of(), Map.of());
    }

    /** The same with another status. */
    public Problem withStatus(int other) {
        return new Problem(code, other, detail, fields, retryAfter, headers, members);
    }

    /** The same with fields. */
    public Problem withFields(List<InvalidField> invalid) {
        return new Problem(code, status, detail, invalid, retryAfter, headers, members);
    }

    /** The same with a {@code Retry-After}. */
    public Problem retryAfter(Duration after) {
        return new Problem(code, status, detail, fields, after, headers, members);
    }

    /** The same with further headers. */
    public Problem withHeaders(Map<String, String> further) {
        return new Problem(code, status, detail, fields, retryAfter, further, members);
    }

    /** The same with further members. */
    public Problem withMembers(Map<String, ?> further) {
        return new Problem(code, status, detail, fields, retryAfter, headers, further);
    }
}
