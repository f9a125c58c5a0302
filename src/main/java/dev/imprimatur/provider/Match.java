package dev.imprimatur.provider;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** How a field of a publisher is compared with its claim. */
public enum Match {
    /** The same characters. */
    EXACT,

    /** The same characters, A to Z taken for a to z and nothing else: U+212A is not k. */
    ASCII_CASE_INSENSITIVE,

    /** A {@link Glob}, in which <code>{version}</code> is bound to the version that is uploaded. */
    GLOB,

    /** The field is a list, separated by commas or blanks; the claim is one of its items. */
    ONE_OF,

    /** Field and claim are lists; every item of the field is one of the claim. */
    CONTAINS_ALL,

    /**
     * The claim is the field, {@code @}, and a git ref or a commit: a workflow called elsewhere.
     */
    PATH_AT_REF,

    /** Not compared: the field widens a rule of refusal instead. */
    NONE;

    boolean matches(String field, String claim) {
        return switch (this) {
            case EXACT -> field.equals(claim);
            case ASCII_CASE_INSENSITIVE -> lower(field).equals(lower(claim));
            case GLOB -> Glob.of(field).matches(claim);
            case ONE_OF -> items(field).contains(claim);
            case CONTAINS_ALL -> containsAll(items(claim), items(field));
            case PATH_AT_REF -> isPathAtRef(field, claim);
            case NONE -> true;
        };
    }

    /**
     * Whether equal fields are equal claims, so that the field can be part of an indexed look-up.
     */
    boolean isEquality() {
        return this == EXACT || this == ASCII_CASE_INSENSITIVE;
    }

    /** The form of a value in which two equal ones are the same text. */
    String comparable(String value) {
        return switch (this) {
            case ASCII_CASE_INSENSITIVE -> lower(value);
            case ONE_OF, CONTAINS_ALL, NONE ->
                    String.join(",", items(value).stream().distinct().sorted().toList());
            case EXACT, GLOB, PATH_AT_REF -> value;
        };
    }

    /** A field without an item asks for something that cannot be told: it fits nothing. */
    private static boolean containsAll(List<String> claim, List<String> field) {
        return !field.isEmpty() && new HashSet<>(claim).containsAll(field);
    }

    static List<String> items(String list) {
        return Arrays.stream(list.split("[,\\s]+")).filter(item -> !item.isEmpty()).toList();
    }

    /**
     * Case folding for ASCII alone. Intent: two names that the provider holds apart are never one
     * to us; {@link String#equalsIgnoreCase} would take the Kelvin sign for a k.
     */
    public static String lower(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    /**
     * What stands behind the path must be a whole ref or a whole commit. Intent: a file called
     * {@code a.yml@b.yml} is not {@code a.yml}. A file name holds no slash, so it cannot look like
     * a ref; it ends in its extension, so it cannot look like a commit.
     */
    private static boolean isPathAtRef(String path, String claim) {
        if (!claim.startsWith(path + "@")) {
            return false;
        }
        String ref = claim.substring(path.length() + 1);
        return ref.startsWith("refs/") && ref.length() > "refs/".length() || isCommit(ref);
    }

    private static boolean isCommit(String text) {
        return (text.length() == 40 || text.length() == 64)
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
