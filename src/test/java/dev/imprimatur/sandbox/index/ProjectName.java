package dev.imprimatur.sandbox.index;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A project's name as PEP 503 compares and lists it: lower case, with {@code -} for every run of
 * {@code -_.}. Such a text is also safe as a directory's name.
 */
record ProjectName(String normalised) {

    private static final Pattern VALID =
            Pattern.compile("[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]{0,126}[A-Za-z0-9]");
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    /** The name, if it is one. */
    static Optional<ProjectName> of(String name) {
        return VALID.matcher(name).matches()
                ? Optional.of(new ProjectName(normalise(name)))
                : Optional.empty();
    }

    /** Whether a file of this name can be one of this project's. */
    boolean owns(String filename) {
        return normalise(filename).startsWith(normalised + "-");
    }

    private static String normalise(String text) {
        return SEPARATORS.matcher(text).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
