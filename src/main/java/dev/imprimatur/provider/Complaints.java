package dev.imprimatur.provider;

import dev.imprimatur.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence what is wrong with a definition: the property first, then what it wants.
 *
 * @param id the provider's id
 */
record Complaints(String id) {

    void require(boolean holds, String part, String wanted) {
        if (!holds) {
            throw about(part, wanted);
        }
    }

    /** The value of what must be written. */
    String present(@Nullable String value, String part, String wanted) {
        if (value == null || value.isBlank()) {
            throw about(part, wanted);
        }
        return value;
    }

    ConfigurationException about(String part, String wanted) {
        String property = part.isEmpty() ? id : id + "." + part;
        return new ConfigurationException("imprimatur.providers.%s %s".formatted(property, wanted));
    }
}
