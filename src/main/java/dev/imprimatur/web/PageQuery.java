package dev.imprimatur.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.StorableText;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: {@code ?limit=} items behind the {@code ?after=} cursor. A
 * controller that takes one as a parameter gets it read and checked.
 *
 * @param limit how many items at most
 * @param after the key behind which the page begins; null: the first page
 * @param self the address of this page without its cursor, ending in {@code ?} or {@code &}
 */
public record PageQuery(int limit, @Nullable String after, String self) {

    static final int LONGEST = 200;
    static final int USUAL = 50;

    private static final int LONGEST_CURSOR = 1024;

    /** The first page of the list at this address, for where something else was asked for. */
    public static PageQuery first(String address) {
        return new PageQuery(USUAL, null, address + "?");
    }

    /** One more than asked for: whether it comes tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** The key as a number, for lists that are ordered by ids. */
    public OptionalLong afterId() {
        if (after == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(after));
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    /** The address of the page behind the item with this key. */
    public String behind(Object key) {
        return self + "after=" + cursor(key.toString());
    }

    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
    }

    static String key(String cursor) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            // Only what we gave out: one spelling, nothing that a database would stumble over.
            if (cursor.length() <= LONGEST_CURSOR
                    && cursor(key).equals(cursor)
                    && StorableText.is(key)) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /** The cursor is none of this list. */
    public static ProblemException malformed() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The parameter after must be the next of an earlier page of this list"));
    }
}
