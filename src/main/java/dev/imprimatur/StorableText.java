package dev.imprimatur;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Text that PostgreSQL stores as it is: without NUL, which it refuses, and without half of a
 * surrogate pair, which would silently become another character.
 */
public final class StorableText {

    private StorableText() {}

    /** Whether the text can be stored. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether every text in a JSON value can be stored, names of members included. */
    public static boolean isAllOf(JsonNode node) {
        if (node.isString()) {
            return is(node.stringValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!is(member.getKey())) {
                return false;
            }
        }
        for (JsonNode part : node) {
            if (!isAllOf(part)) {
                return false;
            }
        }
        return true;
    }
}
