package dev.imprimatur.sandbox.ci;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Claims that a request sets or takes away whatever they are, so that a wrong identity token can be
 * had as easily as a right one: {@code claim.<name>=text}, {@code json.<name>=value} for a number,
 * a list or null, and {@code without=<name>}.
 */
record ClaimChanges(Map<String, @Nullable Object> set, Set<String> without) {

    private static final String TEXT = "claim.";
    private static final String JSON = "json.";
    private static final String WITHOUT = "without";

    /** Whether a query parameter of this name is such a change. */
    static boolean isChange(String parameter) {
        return parameter.startsWith(TEXT)
                || parameter.startsWith(JSON)
                || parameter.equals(WITHOUT);
    }

    /**
     * Reads them from query parameters, others passed over.
     *
     * @throws IllegalArgumentException where a value is not JSON
     */
    static ClaimChanges from(MultiValueMap<String, String> parameters) {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        Set<String> without = new HashSet<>();
        parameters.forEach(
                (name, values) -> {
                    if (name.startsWith(TEXT)) {
                        set.put(name.substring(TEXT.length()), values.getLast());
                    } else if (name.startsWith(JSON)) {
                        set.put(name.substring(JSON.length()), json(values.getLast()));
                    } else if (name.equals(WITHOUT)) {
                        without.addAll(values);
                    }
                });
        return new ClaimChanges(set, without);
    }

    void applyTo(Map<String, @Nullable Object> claims) {
        claims.putAll(set);
        claims.keySet().removeAll(without);
    }

    private static @Nullable Object json(String text) {
        try {
            return JSONObjectUtils.parse("{\"value\":" + text + "}").get("value");
        } catch (ParseException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
