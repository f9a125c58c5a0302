package dev.imprimatur.provider;

import dev.imprimatur.StorableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The claims of one identity that its provider definition declares, each as one text.
 *
 * <p>Absent, null and empty are the same thing here: no value. Claims that the definition does not
 * declare are not kept at all.
 */
public final class Claims {

    /** Beyond this a JSON number is no longer the number that was signed. */
    private static final long LARGEST_EXACT_INTEGER = 1L << 53;

    /** Longer than any claim of a known provider; keeps rows and comparisons small. */
    private static final int LONGEST_VALUE = 2048;

    private final Map<String, String> values;

    private Claims(Map<String, String> values) {
        this.values = values;
    }

    /** What reading the claims of a token comes to. */
    public sealed interface Reading {}

    /** They are as declared. */
    public record Read(Claims claims) implements Reading {}

    /** One of them is not. */
    public record Unfit(String claim, String reason) implements Reading {}

    /**
     * Claims of which some may not be as declared.
     *
     * @param claims those that are
     * @param unfit those that are not, in the order of the definition
     */
    public record Sorted(Claims claims, List<Unfit> unfit) {

        /** All or nothing: the first that is not as declared refuses the identity token. */
        Reading reading() {
            return unfit.isEmpty() ? new Read(claims) : unfit.getFirst();
        }
    }

    static Reading read(JsonNode payload, List<ClaimRule> rules) {
        return sort(payload, rules).reading();
    }

    static Sorted sort(JsonNode payload, List<ClaimRule> rules) {
        Map<String, String> values = new LinkedHashMap<>();
        List<Unfit> unfit = new ArrayList<>();
        for (ClaimRule rule : rules) {
            JsonNode node = payload.path(rule.name());
            boolean absent = node.isMissingNode() || node.isNull();
            Optional<String> value = absent ? Optional.empty() : text(node, rule.type());
            Optional<String> complaint = complaint(rule, absent, value);
            if (complaint.isPresent()) {
                unfit.add(new Unfit(rule.name(), complaint.get()));
            } else {
                value.filter(text -> !text.isEmpty())
                        .ifPresent(text -> values.put(rule.name(), text));
            }
        }
        return new Sorted(new Claims(values), unfit);
    }

    private static Optional<String> complaint(
            ClaimRule rule, boolean absent, Optional<String> value) {
        if (!absent && value.isEmpty()) {
            return Optional.of("has another type than its provider gives it");
        }
        if (value.filter(text -> !StorableText.is(text)).isPresent()) {
            return Optional.of("holds a character that no claim can have");
        }
        if (value.filter(text -> text.length() > LONGEST_VALUE).isPresent()) {
            return Optional.of("is longer than any value that it can have");
        }
        if (rule.required() && value.filter(text -> !text.isBlank()).isEmpty()) {
            return Optional.of("is missing");
        }
        return Optional.empty();
    }

    /** Claims as they were recorded once. */
    static Claims recorded(Map<String, String> values) {
        return new Claims(new LinkedHashMap<>(values));
    }

    Claims with(List<DerivedClaim> derived, Map<String, String> constants) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (DerivedClaim part : derived) {
            part.derive(name -> constants.getOrDefault(name, all.get(name)))
                    .ifPresent(value -> all.put(part.name(), value));
        }
        return new Claims(all);
    }

    /** The value of a claim or a derived claim; null where there is none. */
    public @Nullable String value(String name) {
        return values.get(name);
    }

    private static Optional<String> text(JsonNode node, ClaimRule.Type type) {
        return switch (type) {
            case STRING -> node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
            case BOOLEAN ->
                    node.isBoolean()
                            ? Optional.of(String.valueOf(node.booleanValue()))
                            : Optional.empty();
            case ID -> id(node);
            case STRINGS -> strings(node);
        };
    }

    /**
     * Intent: the items come apart again as they were, so none may be empty or hold what separates
     * them. An array in which anything else stands is not read in part.
     */
    private static Optional<String> strings(JsonNode node) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isString()
                    || !Match.items(item.stringValue()).equals(List.of(item.stringValue()))) {
                return Optional.empty();
            }
            items.add(item.stringValue());
        }
        return node.isArray() ? Optional.of(String.join(",", items)) : Optional.empty();
    }

    private static Optional<String> id(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            long id = node.longValue();
            return id >= 0 && id <= LARGEST_EXACT_INTEGER
                    ? Optional.of(Long.toString(id))
                    : Optional.empty();
        }
        return node.isString() && node.stringValue().chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(node.stringValue())
                : Optional.empty();
    }
}
