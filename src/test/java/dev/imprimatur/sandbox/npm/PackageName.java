package dev.imprimatur.sandbox.npm;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A package's name, with or without a scope.
 *
 * @param text as npm writes it
 */
record PackageName(String text) {

    private static final Pattern VALID =
            Pattern.compile("(?:@[a-z0-9][a-z0-9._-]{0,90}/)?[a-z0-9][a-z0-9._-]{0,90}");

    /** The name, if it is one. */
    static Optional<PackageName> of(String text) {
        return VALID.matcher(text).matches()
                ? Optional.of(new PackageName(text))
                : Optional.empty();
    }

    /** One segment of a path, which neither climbs nor hides. */
    String directory() {
        return text.replace('/', '+');
    }

    /** The tarball of a version, whatever npm calls it in what it sends. */
    String tarball(String version) {
        return text.substring(text.indexOf('/') + 1) + "-" + version + ".tgz";
    }
}
