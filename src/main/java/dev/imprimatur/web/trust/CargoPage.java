package dev.imprimatur.web.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import java.net.URLEncoder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for, as cargo's API has pages: {@code ?per_page=} items behind the
 * {@code ?seek=} that the page before gave.
 *
 * @param size how many items at most
 * @param after the id behind which the page begins
 * @param crate whose list it is, as it was asked for
 * @param sized whether the size was asked for
 */
record CargoPage(int size, long after, String crate, boolean sized) {

    private static final int USUAL = 10;
    private static final int LARGEST = 100;

    static CargoPage of(String crate, @Nullable String perPage, @Nullable String seek) {
        return new CargoPage(
                perPage == null ? USUAL : size(perPage),
                seek == null ? 0 : id(seek),
                crate,
                perPage != null);
    }

    boolean isFirst() {
        return after == 0;
    }

    /** One more than asked for: whether it comes tells whether there is a next page. */
    int fetch() {
        return size + 1;
    }

    /** The query of the page behind this id. */
    String next(long last) {
        return "?crate=%s%s&seek=%s"
                .formatted(
                        URLEncoder.encode(crate, UTF_8),
                        sized ? "&per_page=" + size : "",
                        seek(last));
    }

    private static String seek(long id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(id).getBytes(US_ASCII));
    }

    private static int size(String perPage) {
        int size = perPage.matches("[0-9]{1,4}") ? Integer.parseInt(perPage) : 0;
        if (size < 1 || size > LARGEST) {
            throw refused("The parameter per_page must be a number from 1 to " + LARGEST);
        }
        return size;
    }

    /** Only what we gave out: one spelling. */
    private static long id(String seek) {
        try {
            long id = Long.parseLong(new String(Base64.getUrlDecoder().decode(seek), US_ASCII));
            if (id > 0 && seek(id).equals(seek)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return refused("The parameter seek must be that of the next_page of this list");
    }

    static ProblemException refused(String sentence) {
        return new ProblemException(Problem.of(ProblemCode.BAD_REQUEST, sentence));
    }
}
