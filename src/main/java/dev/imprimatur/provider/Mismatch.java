package dev.imprimatur.provider;

import org.jspecify.annotations.Nullable;

/**
 * One thing in which an identity is not what a publisher expects.
 *
 * @param field the field, or the claim where a rule of refusal speaks
 * @param expected what the publisher says; null where it says nothing
 * @param seen what the identity says; null where it says nothing
 * @param reason a sentence that needs no values to be understood
 */
public record Mismatch(
        String field, @Nullable String expected, @Nullable String seen, String reason) {}
