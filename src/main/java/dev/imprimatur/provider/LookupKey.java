package dev.imprimatur.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the text by which the publishers that an identity might match are found. One place for both
 * sides: a key that the fields of a publisher and the claims of an identity make differently is a
 * publisher that nothing finds.
 */
final class LookupKey {

    private LookupKey() {}

    /** Of the values that this gives for the fields; empty: one of them is missing or no name. */
    static Optional<String> of(
            ProviderDefinition definition, Function<FieldRule, @Nullable String> values) {
        List<String> parts = new ArrayList<>();
        for (String name : definition.lookup()) {
            FieldRule field = definition.field(name).orElseThrow();
            String value = values.apply(field);
            // The separator must not come out of a value: another pair of names would share the
            // key.
            if (value == null || value.indexOf('\n') >= 0) {
                return Optional.empty();
            }
            parts.add(field.match().comparable(value));
        }
        return Optional.of(String.join("\n", parts));
    }
}
