package dev.imprimatur.web.page;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.RegisteredPublisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A publisher as pages show it.
 *
 * @param publisher as it is registered
 * @param provider what people call its provider
 * @param fields what it says, in the order of the provider's definition
 * @param pinState whether it is bound, as texts are called
 */
public record ShownPublisher(
        RegisteredPublisher publisher, String provider, List<Field> fields, String pinState) {

    /** One line of it. */
    public record Field(String label, String value) {}

    public static ShownPublisher of(
            RegisteredPublisher publisher, Providers providers, Instant now) {
        Optional<ProviderDefinition> definition = providers.ofId(publisher.provider());
        return new ShownPublisher(
                publisher,
                definition.map(ProviderDefinition::label).orElse(publisher.provider()),
                definition
                        .map(known -> fields(known, publisher.fields()))
                        .orElseGet(() -> lost(publisher.fields())),
                publisher.pinState(now).wireName());
    }

    private static List<Field> fields(ProviderDefinition definition, Map<String, String> filled) {
        List<Field> fields = new ArrayList<>();
        for (FieldRule rule : definition.fields()) {
            String value = filled.get(rule.name());
            if (value != null && !value.isEmpty()) {
                fields.add(new Field(rule.label(), value));
            }
        }
        return fields;
    }

    /** Its provider is not configured any more. */
    private static List<Field> lost(Map<String, String> filled) {
        return filled.entrySet().stream()
                .map(field -> new Field(field.getKey(), field.getValue()))
                .toList();
    }
}
