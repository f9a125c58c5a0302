package dev.imprimatur.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Puts the text of a claim into the path of a link, where it can be nothing but a path. */
final class UrlPath {

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private UrlPath() {}

    /** Percent-encodes all but unreserved characters and the slash (RFC 3986, section 2.3). */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (PLAIN.indexOf((char) b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(String.format("%02X", b & 0xFF));
            }
        }
        return escaped.toString();
    }
}
