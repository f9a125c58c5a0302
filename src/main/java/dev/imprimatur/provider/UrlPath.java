package dev.imprimatur.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Stream;

/** Puts the text of a claim into the path of a link, where it can be nothing but a path. */
final class UrlPath {

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private UrlPath() {}

    /** Whether no segment is a dot or two, which would lead elsewhere (RFC 3986, section 5.2.4). */
    static boolean staysWhereItIs(String url) {
        return Stream.of(url.split("/", -1)).noneMatch(s -> s.equals(".") || s.equals(".."));
    }

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
