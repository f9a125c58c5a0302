package dev.imprimatur.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which an identity is not what a publisher expects.
 *
 * @param advice which kind of thing
 * @param field the field, or the claim where a rule of refusal speaks
 * @param label what people read for it
 * @param expected what the publisher says; null where it says nothing
 * @param seen what the identity says; null where it says nothing
 * @param words what the definition itself says of it, for the places of the advice
 */
public record Mismatch(
        Advice advice,
        String field,
        String label,
        @Nullable String expected,
        @Nullable String seen,
        Map<String, String> words) {

    /** What is wrong, one sentence without its full stop; holds text out of the identity. */
    public String message() {
        return advice.message(facts());
    }

    /** What mends it, likewise. */
    public String cure() {
        return advice.cure(facts());
    }

    /** The same as another kind of thing. */
    public Mismatch as(Advice other, Map<String, String> otherWords) {
        return new Mismatch(other, field, label, expected, seen, otherWords);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(words);
        facts.put("label", label);
        if (expected != null) {
            facts.put("expected", Advice.quoted(expected));
        }
        if (seen != null) {
            facts.put("seen", Advice.quoted(seen));
        }
        return facts;
    }
}
