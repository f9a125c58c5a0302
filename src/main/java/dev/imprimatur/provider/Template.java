package dev.imprimatur.provider;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a provider definition with <code>{name}</code> in the place of claims and constants.
 */
record Template(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Fills every place in; empty where a value is missing: half a text is never compared. */
    Optional<String> expand(Function<String, @Nullable String> values) {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String value = values.apply(matcher.group(1));
            if (value == null) {
                return Optional.empty();
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return Optional.of(matcher.appendTail(expanded).toString());
    }
}
