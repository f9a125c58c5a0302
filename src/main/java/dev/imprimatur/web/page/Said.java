package dev.imprimatur.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the next page says of what was just done, once. It waits in the session as text: the key of
 * a sentence and what is filled in, a line each.
 *
 * @param key of the sentence in the texts
 * @param facts what is filled in
 */
public record Said(String key, List<String> facts) {

    private static final String ATTRIBUTE = "said";

    /** Has the next page of this browser say something; it is signed in. */
    public static void next(HttpServletRequest request, String key, String... facts) {
        List<String> lines = new ArrayList<>(List.of(key));
        for (String fact : facts) {
            lines.add(fact.replaceAll("\\R", " "));
        }
        request.getSession().setAttribute(ATTRIBUTE, String.join("\n", lines));
    }

    /** What is waiting to be said; null: nothing. */
    static @Nullable Said take(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof String text)) {
            return null;
        }
        session.removeAttribute(ATTRIBUTE);
        String[] lines = text.split("\n", -1);
        return new Said(lines[0], Arrays.asList(lines).subList(1, lines.length));
    }
}
