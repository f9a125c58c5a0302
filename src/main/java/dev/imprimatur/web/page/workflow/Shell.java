package dev.imprimatur.web.page.workflow;

import java.util.regex.Pattern;

/** Writes a text as one word of a POSIX shell (XCU, section 2.2.2). */
final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    private Shell() {}

    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** A command line as one that our script may be given. */
    static String asOneCommand(String line) {
        return line.contains("$") || line.contains("|") ? "sh -c " + quoted(line) : line;
    }
}
