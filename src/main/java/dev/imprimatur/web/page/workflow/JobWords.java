package dev.imprimatur.web.page.workflow;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * What a publisher says that its workflow file has to say, too. Intent: what would not be accepted
 * in the form is not there, and neither is a value that a CI system would take for a variable or an
 * expression of its own.
 *
 * @param definition the provider
 * @param fields what is filled in so far, not yet checked
 */
record JobWords(ProviderDefinition definition, Map<String, String> fields) {

    Optional<String> value(String name) {
        return definition
                .field(name)
                .flatMap(rule -> Optional.ofNullable(fields.get(name)).filter(v -> fits(rule, v)));
    }

    /** The same, or what the definition gives as an example. */
    String valueOrExample(String name) {
        return value(name).or(() -> definition.field(name).map(FieldRule::example)).orElse("");
    }

    private static boolean fits(FieldRule rule, String value) {
        return !value.isEmpty() && value.indexOf('$') < 0 && rule.takes(value);
    }
}
