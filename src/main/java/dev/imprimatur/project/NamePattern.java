package dev.imprimatur.project;

import java.util.Optional;

/**
 * A pattern over the normalised names of projects: {@code *} is any run of characters, everything
 * else itself. Text is compared in the form that the ecosystem compares names in.
 *
 * @param text the pattern, normalised
 */
public record NamePattern(String text) {

    private static final int LONGEST = 200;
    private static final int MOST_RUNS = 5;

    /** Reads a pattern; empty where it is none, or fits no name of the ecosystem. */
    static Optional<NamePattern> of(Ecosystem ecosystem, String text) {
        long runs = text.chars().filter(c -> c == '*').count();
        boolean plausible =
                !text.isEmpty()
                        && text.length() <= LONGEST
                        && runs <= MOST_RUNS
                        && !text.contains("**")
                        && (text.equals("*") || isName(ecosystem, text));
        return plausible
                ? Optional.of(new NamePattern(ecosystem.normalize(text)))
                : Optional.empty();
    }

    /** Whatever a run stands for, a letter is possible in most places, and so is nothing. */
    private static boolean isName(Ecosystem ecosystem, String text) {
        return ecosystem.allows(text.replace("*", "a")) || ecosystem.allows(text.replace("*", ""));
    }

    /** Whether the pattern stands for one name alone. */
    public boolean isLiteral() {
        return text.indexOf('*') < 0;
    }

    /** Whether the name fits as a whole. Its cost is at most the product of both lengths. */
    public boolean matches(ProjectName name) {
        return fits(text, name.normalized());
    }

    /** What every name that fits begins with; may be empty. */
    String literalPrefix() {
        int run = text.indexOf('*');
        return run < 0 ? text : text.substring(0, run);
    }

    /** The same pattern for {@code LIKE ... ESCAPE '\'}. */
    public String like() {
        return text.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%');
    }

    /** Goes back to the last run alone, so that no pattern takes longer than the product. */
    private static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int run = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                run = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (run >= 0) {
                p = run + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
