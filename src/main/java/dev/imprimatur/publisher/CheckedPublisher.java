package dev.imprimatur.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.secret.Secret;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A publisher that its provider definition accepts; nothing else becomes a row.
 *
 * @param provider whose workloads it trusts
 * @param fields those that are filled in
 * @param notes what was read out of pasted input, a sentence each
 * @param digest SHA-256, in hex, of what two publishers that say the same have in common
 */
record CheckedPublisher(
        ProviderDefinition provider,
        Map<String, String> fields,
        List<String> notes,
        String digest) {

    CheckedPublisher(ProviderDefinition provider, Map<String, String> fields, List<String> notes) {
        this(provider, fields, notes, digest(provider, fields));
    }

    /** More than any provider has; each that is unknown would be an error of its own. */
    static final int MOST_FIELDS = 50;

    /** What checking comes to. */
    sealed interface Check {}

    /** It may be registered. */
    record Valid(CheckedPublisher publisher) implements Check {}

    /** It may not. */
    record Invalid(List<FieldError> errors) implements Check {}

    /** Checks what is filled in for a new publisher. */
    static Check of(
            Providers providers,
            @Nullable String provider,
            @Nullable Map<String, @Nullable String> filledIn) {
        return of(providers, provider, Map.of(), filledIn == null ? Map.of() : filledIn);
    }

    /**
     * Checks what a publisher comes to with other fields.
     *
     * @param before the fields that it has
     * @param filledIn those that are to be others; null and blank: none any more
     */
    static Check of(
            Providers providers,
            @Nullable String provider,
            Map<String, String> before,
            Map<String, @Nullable String> filledIn) {
        Optional<ProviderDefinition> definition =
                Optional.ofNullable(provider).flatMap(providers::ofId);
        if (definition.isEmpty()) {
            return new Invalid(
                    List.of(
                            provider == null
                                    ? new FieldError(
                                            "provider", "required", "The provider is missing")
                                    : new FieldError(
                                            "provider", "unknown", "There is no such provider")));
        }
        if (filledIn.size() > MOST_FIELDS) {
            return new Invalid(
                    List.of(
                            new FieldError(
                                    "fields",
                                    "too-many",
                                    "There are more than %d fields".formatted(MOST_FIELDS))));
        }
        Map<String, String> fields = new TreeMap<>(before);
        fields.keySet().removeAll(filledIn.keySet());
        ProviderDefinition.Pasted pasted =
                definition.get().readPasted(tidy(filledIn), Map.copyOf(fields));
        fields.putAll(pasted.fields());
        List<FieldError> errors = new ArrayList<>(pasted.errors());
        definition.get().validate(fields).stream()
                .filter(
                        error ->
                                pasted.errors().stream()
                                        .noneMatch(e -> e.field().equals(error.field())))
                .forEach(errors::add);
        return errors.isEmpty()
                ? new Valid(new CheckedPublisher(definition.get(), fields, pasted.notes()))
                : new Invalid(errors);
    }

    /** The digest as rows have it. */
    byte[] hash() {
        return HexFormat.of().parseHex(digest);
    }

    private static String digest(ProviderDefinition provider, Map<String, String> fields) {
        return HexFormat.of().formatHex(Secret.sha256(provider.comparable(fields).getBytes(UTF_8)));
    }

    /**
     * Null, empty and blank are one thing, and have one representation: they are not there. Nobody
     * means a blank at the end of a name, and no claim would ever match it.
     */
    private static Map<String, String> tidy(Map<String, @Nullable String> filledIn) {
        Map<String, String> fields = new TreeMap<>();
        filledIn.forEach(
                (name, value) -> {
                    if (value != null && !value.isBlank()) {
                        fields.put(name, value.strip());
                    }
                });
        return fields;
    }
}
