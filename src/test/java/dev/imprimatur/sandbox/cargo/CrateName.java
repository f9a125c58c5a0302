package dev.imprimatur.sandbox.cargo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a crate, in whatever case and with whichever of {@code -} and {@code _}. Such a text
 * is also safe as a file's name.
 */
record CrateName(String key) {

    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** The name, if it is one. */
    static Optional<CrateName> of(String name) {
        return VALID.matcher(name).matches()
                ? Optional.of(new CrateName(name.toLowerCase(Locale.ROOT).replace('_', '-')))
                : Optional.empty();
    }

    /** Where cargo looks for a crate of this name below the index, as it spells it. */
    static String indexPath(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower.length()) {
            case 1, 2 -> lower.length() + "/" + lower;
            case 3 -> "3/" + lower.charAt(0) + "/" + lower;
            default -> lower.substring(0, 2) + "/" + lower.substring(2, 4) + "/" + lower;
        };
    }
}
