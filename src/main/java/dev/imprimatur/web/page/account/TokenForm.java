package dev.imprimatur.web.page.account;

import dev.imprimatur.web.ApiTokenForm;
import dev.imprimatur.web.Problem.InvalidField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody fills in who wants a new API token, as it stands in the form.
 *
 * @param name what they call it
 * @param scope what it is good for at most
 * @param expires the day on which it expires, in UTC; empty: they do not say
 * @param operator whether it is the operator's
 * @param patterns for each index the names that it is limited to, with blanks between them
 */
public record TokenForm(
        String name, String scope, String expires, boolean operator, Map<String, String> patterns) {

    static final TokenForm EMPTY = new TokenForm("", "read", "", false, Map.of());

    private static final String PATTERNS = "projects.";
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    /** The parameters of a request, of which there may be others. */
    static TokenForm of(Map<String, String> sent) {
        Map<String, String> patterns = new LinkedHashMap<>();
        sent.forEach(
                (name, value) -> {
                    if (name.startsWith(PATTERNS) && !value.isBlank()) {
                        patterns.put(name.substring(PATTERNS.length()), value.strip());
                    }
                });
        return new TokenForm(
                sent.getOrDefault("name", "").strip(),
                sent.getOrDefault("scope", ""),
                sent.getOrDefault("expires", "").strip(),
                sent.containsKey("operator"),
                patterns);
    }

    /** What the API would be asked for. */
    ApiTokenForm.Wish wish() {
        List<ApiTokenForm.@Nullable Glob> globs = new ArrayList<>();
        patterns.forEach(
                (index, names) -> {
                    SEPARATORS
                            .splitAsStream(names)
                            .filter(each -> !each.isEmpty())
                            .forEach(each -> globs.add(new ApiTokenForm.Glob(index, each)));
                });
        return new ApiTokenForm.Wish(
                name, List.of(scope), globs.isEmpty() ? null : globs, expiry(), operator);
    }

    /** Whether there is a day that is none, which the API would never get to see. */
    boolean hasNoSuchDay() {
        return !expires.isEmpty() && expiry() == null;
    }

    /** The fields of the form by those of the API: of a list, the whole. */
    static Map<String, String> messages(List<InvalidField> errors) {
        Map<String, String> messages = new LinkedHashMap<>();
        for (InvalidField error : errors) {
            String field = error.field().replaceAll("\\[.*", "");
            messages.putIfAbsent(
                    switch (field) {
                        case "scopes" -> "scope";
                        case "expires_at" -> "expires";
                        default -> field;
                    },
                    error.message());
        }
        return messages;
    }

    private @Nullable Instant expiry() {
        try {
            return expires.isEmpty() || expires.length() > 10
                    ? null
                    : LocalDate.parse(expires).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
