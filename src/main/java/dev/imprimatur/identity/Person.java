package dev.imprimatur.identity;

import org.jspecify.annotations.Nullable;

/**
 * A person as their identity provider vouches for them.
 *
 * @param issuer who vouches
 * @param subject who they are there (the {@code sub})
 * @param name what they are called; may be anything
 * @param email their checked address; null: none is known
 * @param administrator whether their roles make an administrator
 * @param member whether their roles make a member
 */
public record Person(
        String issuer,
        String subject,
        String name,
        @Nullable String email,
        boolean administrator,
        boolean member) {}
