package dev.imprimatur.identity;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider of people, checked.
 *
 * @param keys what its keys are fetched by
 * @param audiences one of these must be in the token
 * @param maxLifetime the longest time from {@code iat} to {@code exp} that is accepted
 * @param nameClaim what the person is called
 * @param emailClaim where notifications go
 * @param rolesClaim a claim, or a path to one with dots; empty: nobody has roles
 * @param admins those roles that make an administrator
 * @param members those roles that make a member
 * @param login what signing in with it takes; null: nobody does
 */
record PeopleIssuer(
        KeyIssuer keys,
        Set<String> audiences,
        Duration maxLifetime,
        String nameClaim,
        String emailClaim,
        String rolesClaim,
        Set<String> admins,
        Set<String> members,
        @Nullable LoginClient login) {}
