package dev.imprimatur.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a maintainer fills in for a publisher, and how it is compared.
 *
 * @param name the field's name in the API and the database
 * @param label what people read
 * @param help one sentence on what belongs here
 * @param claim the claim or derived claim that it is compared with; null where {@code match} is
 *     NONE
 * @param match how it is compared
 * @param required whether a publisher must have it
 * @param tenancy whether it says whose workload it is: a shared issuer needs one
 * @param pattern what a value must look like as a whole; null: any printable text
 * @param example a value that would do
 * @param maxLength in characters
 * @param emptyMeansEqual where the field is empty, {@code claim} must equal this claim; null:
 *     anything
 * @param cure what the author of the CI workflow does where the claim is not {@code {expected}};
 *     empty: said in general
 * @param paste what it is in the address of a repository or a file; null: nothing
 */
public record FieldRule(
        String name,
        String label,
        String help,
        @Nullable String claim,
        Match match,
        boolean required,
        boolean tenancy,
        @Nullable Pattern pattern,
        String example,
        int maxLength,
        @Nullable String emptyMeansEqual,
        String cure,
        @Nullable Paste paste) {

    Optional<Mismatch> check(@Nullable String expected, Claims claims) {
        String seen = claim == null ? null : claims.value(claim);
        if (expected == null || expected.isEmpty()) {
            return checkEmpty(seen, claims);
        }
        // A field that narrows and a claim that is missing: never a match.
        if (match == Match.NONE || seen != null && match.matches(expected, seen)) {
            return Optional.empty();
        }
        return Optional.of(
                mismatch(
                        seen == null
                                ? required ? Advice.ABSENT_REQUIRED : Advice.ABSENT
                                : differing(expected, seen),
                        expected,
                        seen));
    }

    private Optional<Mismatch> checkEmpty(@Nullable String seen, Claims claims) {
        if (required) {
            return Optional.of(mismatch(Advice.EMPTY, null, seen));
        }
        if (emptyMeansEqual == null || seen != null && seen.equals(claims.value(emptyMeansEqual))) {
            return Optional.empty();
        }
        return Optional.of(mismatch(Advice.UNNAMED, null, seen));
    }

    private Advice differing(String expected, String seen) {
        Advice advice = match.advice(expected, seen);
        return tenancy && advice == Advice.DIFFERENT ? Advice.ELSEWHERE : advice;
    }

    private Mismatch mismatch(Advice advice, @Nullable String expected, @Nullable String seen) {
        Map<String, String> words = new HashMap<>();
        words.put("job", job(expected));
        if (seen != null) {
            words.put("suggestion", Advice.quoted(match.suggestion(seen)));
        }
        return new Mismatch(advice, name, label, expected, seen, words);
    }

    /** What the author of the CI workflow does about it. */
    private String job(@Nullable String expected) {
        String quoted = expected == null ? "nothing" : Advice.quoted(expected);
        String words =
                !cure.isEmpty()
                        ? cure
                        : match == Match.GLOB
                                ? "Run the job where {label} fits {expected}"
                                : "Run the job where {label} is {expected}";
        return new Template(words)
                .expand(place -> place.equals("label") ? label : quoted)
                .orElseThrow();
    }

    /**
     * What a publisher might say here so that a claim fits, as little beside what it says as
     * possible; empty where only a person can say it: a pattern, or a list that asks for too much.
     * Limit: it is for a person to look at, and whether it is right is for them to say.
     *
     * @param expected what it says; null or empty: nothing
     */
    public Optional<String> fitting(@Nullable String expected, String seen) {
        return switch (match) {
            case EXACT, ASCII_CASE_INSENSITIVE, PATH_AT_REF -> Optional.of(match.suggestion(seen));
            case ONE_OF ->
                    Match.items(seen).equals(List.of(seen))
                            ? Optional.of(
                                    expected == null || expected.isEmpty()
                                            ? seen
                                            : expected + "," + seen)
                            : Optional.empty();
            case GLOB, CONTAINS_ALL, NONE -> Optional.empty();
        };
    }

    /**
     * How much a form takes in it: where an address may be pasted, more than the value may have.
     */
    public int longestInput() {
        return paste == null ? maxLength : Math.max(maxLength, PastedFields.LONGEST);
    }

    /** Whether a value that is not empty would do here. */
    public boolean takes(String value) {
        return validate(value).isEmpty();
    }

    Optional<FieldError> validate(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return required ? error("required", label + " is missing") : Optional.empty();
        }
        if (value.length() > maxLength) {
            return error("too-long", label + " is longer than " + maxLength + " characters");
        }
        if (!value.codePoints().allMatch(FieldRule::isPrintable)) {
            return error("unprintable", label + " holds a character that cannot be printed");
        }
        if (!value.equals(value.strip())) {
            return error("invalid", label + " must not begin or end with a blank");
        }
        if (pattern != null && !pattern.matcher(value).matches()) {
            return error("invalid", label + " must look like " + example);
        }
        return Optional.empty();
    }

    private Optional<FieldError> error(String code, String message) {
        return Optional.of(new FieldError(name, code, message));
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
