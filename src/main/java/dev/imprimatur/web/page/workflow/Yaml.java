package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes YAML that people copy and go on with, so in the shape in which they write it themselves.
 * Intent: a text of a stranger stays one value, whatever is in it: what does not look plain is
 * written in quotes with escapes (YAML 1.2, section 7.3.1).
 */
final class Yaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z$][ -~]*");

    /** What YAML 1.1 or 1.2 reads as something else than a text. */
    private static final Set<String> WORDS =
            Set.of("y", "n", "yes", "no", "true", "false", "on", "off", "null");

    private static final Pattern LINES = Pattern.compile("(?:[!-~][ -~]*\n)+");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    /** A document of maps, lists, texts, whole numbers and booleans. */
    static String write(Map<String, ?> document) {
        Yaml yaml = new Yaml();
        yaml.map(document, "", "");
        return yaml.text.toString();
    }

    /**
     * Writes the entries of a map.
     *
     * @param first what stands before the first one
     * @param indent what stands before the others
     */
    private void map(Map<?, ?> map, String first, String indent) {
        String before = first;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            // Keys are words of ours, but for those of workflows that YAML 1.1 takes for a boolean.
            text.append(before).append(key(entry.getKey().toString())).append(':');
            value(entry.getValue(), indent + "  ");
            before = indent;
        }
    }

    private static String key(String key) {
        return key.equals("on") ? key : scalar(key);
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> {
                text.append('\n');
                map(map, indent, indent);
            }
            case List<?> list -> {
                text.append('\n');
                list(list, indent);
            }
            case String lines when LINES.matcher(lines).matches() -> {
                text.append(" |\n");
                lines.lines().forEach(line -> text.append(indent).append(line).append('\n'));
            }
            default -> text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private void list(List<?> list, String indent) {
        for (Object item : list) {
            if (item instanceof Map<?, ?> map) {
                map(map, indent + "- ", indent + "  ");
            } else {
                text.append(indent).append("- ").append(scalar(item)).append('\n');
            }
        }
    }

    private static String scalar(Object value) {
        return value instanceof String written && !isPlain(written)
                ? quoted(written)
                : value.toString();
    }

    private static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches()
                && !value.contains(": ")
                && !value.contains(" #")
                && !value.endsWith(":")
                && !value.endsWith(" ")
                && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04X", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
