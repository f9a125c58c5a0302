package dev.imprimatur;

import tools.jackson.databind.JsonNode;

/**
 * Text that PostgreSQL stores as it is: without NUL, which it refuses, and without half of a
 * surrogate pair, which would silently become another character.
 */
public final class StorableText {

    private StorableText() {}

    /** Whether the text can be stored. */
    public static boolean is(String text) {
        return text.codePoints()
                .noneMatch(
                        c ->
                                c == 0
                                        || c >= Character.MIN_SURROGATE
                                                && c <= Character.MAX_SURROGATE);
    }

    /** Whether every text in a JSON value can be stored, names of members included. */
    public static boolean isAllOf(JsonNode node) {
        if (node.isString()) {
            return is(node.stringValue());
        }
        return node.propertyNames().stream().allMatch(StorableText::is)
                && node.values().stream().allMatch(StorableText::isAllOf);
    }
}
