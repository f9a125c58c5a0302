package dev.imprimatur.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * What every page says to the browser that shows it, those included that are answered before Spring
 * Security sees the request.
 */
public final class PageHeaders {

    /**
     * Nothing but our own files, nowhere. Intent: markup that slips through into a page runs
     * nothing, and sends nothing anywhere. Pictures in {@code data:} are those of the style sheet.
     */
    public static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final Map<String, String> ALL =
            Map.of(
                    "Content-Security-Policy", CONTENT,
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Referrer-Policy", "same-origin",
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY");

    private PageHeaders() {}

    /** Says all of it, as the chain of the pages does. */
    public static void write(HttpServletResponse response) {
        ALL.forEach(response::setHeader);
    }
}
