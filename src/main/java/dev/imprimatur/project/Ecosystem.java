package dev.imprimatur.project;

import static java.util.Locale.ROOT;

import java.util.regex.Pattern;

/**
 * The kind of an index: decides how project names look and compare, and what its clients expect.
 */
public enum Ecosystem {
    /** Python packages; names by PEP 508, compared by PEP 503. */
    PYPI("pypi-", "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", 200),

    /** npm packages, with or without a scope; compared as they are. */
    NPM("", "(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*", 214),

    /** Rust crates; case, hyphen and underscore make no difference. */
    CARGO("", "[A-Za-z][A-Za-z0-9_-]*", 64),

    /** Ruby gems; compared as they are. */
    RUBYGEMS("", "(?!\\.+$)[A-Za-z0-9._-]+", 200),

    /** NuGet packages; case makes no difference. */
    NUGET("", "[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*", 100),

    /**
     * Anything else; printable ASCII that paths, lists and patterns hold in one way only, as it is.
     */
    GENERIC(
            "",
            "(?!.*(?:[*,;\\\\%]|//|/$))(?!(?:.*/)?\\.{1,2}(?:/|$))[!-.0-~](?:[ -~]*[!-~])?",
            200);

    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    private final String tokenPrefix;
    private final Pattern valid;
    private final int longest;

    Ecosystem(String tokenPrefix, String valid, int longest) {
        this.tokenPrefix = tokenPrefix;
        this.valid = Pattern.compile(valid);
        this.longest = longest;
    }

    /** What this ecosystem's clients expect an upload token to begin with; may be empty. */
    String tokenPrefix() {
        return tokenPrefix;
    }

    /** As configurations and answers write it. */
    public String id() {
        return name().toLowerCase(ROOT);
    }

    boolean allows(String name) {
        return name.length() <= longest && valid.matcher(name).matches();
    }

    String normalize(String name) {
        return switch (this) {
            case PYPI -> SEPARATORS.matcher(name).replaceAll("-").toLowerCase(ROOT);
            case CARGO -> name.toLowerCase(ROOT).replace('_', '-');
            case NUGET -> name.toLowerCase(ROOT);
            case NPM, RUBYGEMS, GENERIC -> name;
        };
    }
}
