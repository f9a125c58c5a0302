package dev.imprimatur.web.page.publisher;

import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form of a publisher, as its provider's definition has it, with what is filled in.
 *
 * @param provider the provider
 * @param values what is filled in, by name
 * @param errors what is wrong with it
 * @param before what the publisher says where that is worth showing beside what is filled in
 * @param cured the field that a link filled in; null: none
 */
record ShownForm(
        ProviderDefinition provider,
        Map<String, String> values,
        List<FieldError> errors,
        Map<String, String> before,
        @Nullable String cured) {

    /**
     * What the names of the fields begin with in a form, beside which it has members of its own.
     */
    private static final String PREFIX = "f.";

    /** More is no form of ours; see {@code CheckedPublisher}, which refuses as many. */
    private static final int MOST = 60;

    /**
     * One field.
     *
     * @param rule its rule; null: the definition has lost it
     * @param error what is wrong with it; null: nothing
     * @param other what it says beside what is filled in here; null: that is nothing to tell
     * @param cured whether a link filled it in
     */
    record Field(
            String name,
            @Nullable FieldRule rule,
            String value,
            @Nullable String error,
            @Nullable String other,
            boolean cured) {

        public String label() {
            return rule == null ? name : rule.label();
        }

        public String id() {
            return "field-" + name;
        }

        public String member() {
            return PREFIX + name;
        }

        /** The ids of what describes it. */
        public String describedBy() {
            StringBuilder ids = new StringBuilder(id()).append("-help");
            if (error != null) {
                ids.append(' ').append(id()).append("-error");
            }
            if (other != null || cured) {
                ids.append(' ').append(id()).append("-other");
            }
            return ids.toString();
        }
    }

    /** An empty form of a provider. */
    static ShownForm of(ProviderDefinition provider) {
        return of(provider, Map.of());
    }

    static ShownForm of(ProviderDefinition provider, Map<String, String> values) {
        return new ShownForm(provider, values, List.of(), Map.of(), null);
    }

    ShownForm withErrors(List<FieldError> wrong) {
        return new ShownForm(provider, values, wrong, before, cured);
    }

    /** The fields that a form sent, by name. */
    static Map<String, String> read(Map<String, String> members) {
        Map<String, String> fields = new TreeMap<>();
        members.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && fields.size() < MOST) {
                        fields.put(name.substring(PREFIX.length()), value);
                    }
                });
        return fields;
    }

    /** All fields, those that the definition has lost behind the others. */
    public List<Field> fields() {
        Map<String, @Nullable FieldRule> rules = new LinkedHashMap<>();
        provider.fields().forEach(rule -> rules.put(rule.name(), rule));
        before.keySet().forEach(name -> rules.putIfAbsent(name, null));
        List<Field> fields = new ArrayList<>();
        rules.forEach((name, rule) -> fields.add(field(name, rule)));
        return fields;
    }

    private Field field(String name, @Nullable FieldRule rule) {
        String value = values.getOrDefault(name, "");
        String was = before.getOrDefault(name, "");
        return new Field(
                name,
                rule,
                value,
                errors.stream()
                        .filter(error -> error.field().equals(name))
                        .map(FieldError::message)
                        .findFirst()
                        .orElse(null),
                was.equals(value) || before.isEmpty() ? null : was,
                name.equals(cured));
    }

    /** What is wrong with the whole of it. */
    public List<String> wrong() {
        List<String> shown = fields().stream().map(Field::name).toList();
        return errors.stream()
                .filter(error -> !shown.contains(error.field()))
                .map(FieldError::message)
                .distinct()
                .toList();
    }

    /** Whether the job should say an environment, and the publisher does not ask for one. */
    public boolean withoutEnvironment() {
        return provider.field("environment").isPresent()
                && Objects.requireNonNullElse(values.get("environment"), "").isBlank();
    }

    /** Whether the address of a repository may be pasted. */
    public boolean readsAddresses() {
        return provider.webAddress() != null;
    }
}
