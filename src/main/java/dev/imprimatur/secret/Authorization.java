package dev.imprimatur.secret;

import static java.util.Locale.ROOT;

/**
 * The value of a header {@code Authorization} (RFC 9110, section 11.6.2), split in one place for
 * all who read a token out of one: they differ in the schemes that they take, and in nothing else.
 *
 * @param scheme in small letters; empty: the credentials came alone, as cargo and gem send them
 * @param credentials whatever came behind the scheme
 */
public record Authorization(String scheme, String credentials) {

    /** Of any text: what is wrong with it is wrong with the credentials. */
    public static Authorization read(String header) {
        String value = header.strip();
        int blank = value.indexOf(' ');
        return blank < 0
                ? new Authorization("", value)
                : new Authorization(
                        value.substring(0, blank).toLowerCase(ROOT),
                        value.substring(blank + 1).strip());
    }

    /** Without anything that came: the credentials may be a secret, and so may a wrong scheme. */
    @Override
    public String toString() {
        return "[authorization]";
    }
}
