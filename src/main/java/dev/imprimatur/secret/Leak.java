package dev.imprimatur.secret;

import java.util.Map;

/**
 * Where a secret was found in the open, as whoever found it says.
 *
 * @param url the address; may be empty
 * @param source what kind of place it is
 * @param reporter which of the configured reporters found it
 */
public record Leak(String url, String source, String reporter) {

    private static final int LONGEST_URL = 2000;
    private static final int LONGEST_SOURCE = 100;

    /**
     * A leak that can be stored and shown: printable ASCII, not too long.
     *
     * @param secret what was found: an address may hold it, and an event must not
     */
    public static Leak of(String secret, String url, String source, String reporter) {
        return new Leak(
                tidy(url, secret, LONGEST_URL), tidy(source, secret, LONGEST_SOURCE), reporter);
    }

    /** What an event tells of it. */
    public Map<String, String> facts() {
        return Map.of("url", url, "source", source, "reporter", reporter);
    }

    private static String tidy(String text, String secret, int longest) {
        String without = secret.isEmpty() ? text : text.replace(secret, "[secret]");
        String printable = without.replaceAll("[^ -~]", "?");
        return printable.substring(0, Math.min(printable.length(), longest));
    }
}
