package dev.imprimatur.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Project names as a scope (RFC 6749, section 3.3): with blanks in between. What a scope cannot
 * hold of a name, a blank or a quote, stands percent-encoded in it; no name holds a percent sign.
 */
final class Scope {

    private static final String BLANK = "%20";
    private static final String QUOTE = "%22";

    private Scope() {}

    static List<String> read(String scope) {
        return Arrays.stream(scope.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> name.replace(BLANK, " ").replace(QUOTE, "\""))
                .toList();
    }

    static String write(List<String> projects) {
        return projects.stream()
                .map(name -> name.replace(" ", BLANK).replace("\"", QUOTE))
                .collect(Collectors.joining(" "));
    }
}
