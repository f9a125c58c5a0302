package dev.imprimatur.provider;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over a whole text: {@code *} is any run of characters but the slash, {@code **} any run
 * at all, <code>{version}</code> the version that is uploaded, everything else itself.
 *
 * <p>No regular expression is made of it, so that nothing in it can be anchored wrongly, and its
 * cost is at most the product of both lengths.
 */
public final class Glob {

    private static final String VERSION = "{version}";

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Run(boolean crossesSlash) implements Part {}

        record Version() implements Part {}
    }

    private final List<Part> parts;

    private Glob(List<Part> parts) {
        this.parts = parts;
    }

    /** Reads a pattern; every text is one. */
    public static Glob of(String pattern) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.startsWith(VERSION, at)) {
                parts.add(new Part.Version());
                at += VERSION.length();
            } else if (pattern.charAt(at) == '*') {
                boolean crossesSlash = pattern.startsWith("**", at);
                parts.add(new Part.Run(crossesSlash));
                at += crossesSlash ? 2 : 1;
            } else {
                parts.add(new Part.Literal(pattern.substring(at, at + 1)));
                at++;
            }
        }
        return new Glob(List.copyOf(parts));
    }

    /** Whether the whole text fits, whatever the version may turn out to be. */
    public boolean matches(String text) {
        return fits(text, null);
    }

    /**
     * Whether the whole text fits with this version. Nothing, and anything with a slash, is no
     * version: an upload that names none must not pass for one that fits.
     */
    public boolean matches(String text, String version) {
        boolean isVersion = !version.isBlank() && version.indexOf('/') < 0;
        return (isVersion || !namesVersion()) && fits(text, version);
    }

    /** Whether the pattern is bound to the version that is uploaded. */
    public boolean namesVersion() {
        return parts.contains(new Part.Version());
    }

    /**
     * Steps a set of reachable positions through the parts; position i stands before character i.
     */
    private boolean fits(String text, @Nullable String version) {
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        for (Part part : parts) {
            reached =
                    switch (part) {
                        case Part.Literal(String literal) -> after(literal, reached, text);
                        case Part.Run(boolean crossesSlash) ->
                                afterRun(crossesSlash, reached, text);
                        case Part.Version() ->
                                version != null
                                        ? after(version, reached, text)
                                        : afterSome(reached, text);
                    };
        }
        return reached[text.length()];
    }

    private static boolean[] after(String literal, boolean[] before, String text) {
        boolean[] after = new boolean[before.length];
        for (int at = 0; at + literal.length() <= text.length(); at++) {
            after[at + literal.length()] = before[at] && text.startsWith(literal, at);
        }
        return after;
    }

    private static boolean[] afterRun(boolean crossesSlash, boolean[] before, String text) {
        boolean[] after = before.clone();
        for (int at = 0; at < text.length(); at++) {
            after[at + 1] |= after[at] && (crossesSlash || text.charAt(at) != '/');
        }
        return after;
    }

    /** A version that is not known yet: at least one character, none of them a slash. */
    private static boolean[] afterSome(boolean[] before, String text) {
        boolean[] after = new boolean[before.length];
        for (int at = 0; at < text.length(); at++) {
            after[at + 1] = (before[at] || after[at]) && text.charAt(at) != '/';
        }
        return after;
    }
}
