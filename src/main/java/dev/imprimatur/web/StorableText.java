package dev.imprimatur.web;

/**
 * Text that PostgreSQL can store: without NUL, and without half a character, which would silently
 * become another one.
 */
final class StorableText {

    private StorableText() {}

    static boolean is(String text) {
        return text.codePoints()
                .noneMatch(
                        c ->
                                c == 0
                                        || c >= Character.MIN_SURROGATE
                                                && c <= Character.MAX_SURROGATE);
    }
}
