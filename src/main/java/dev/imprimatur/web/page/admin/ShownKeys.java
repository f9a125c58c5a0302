package dev.imprimatur.web.page.admin;

import dev.imprimatur.identity.KeyHealth;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer as pages show them.
 *
 * @param health how it stands with them
 * @param fetchedAt when those at hand were fetched; null: there are none
 */
public record ShownKeys(KeyHealth health, @Nullable Instant fetchedAt) {

    static ShownKeys of(KeyHealth health, Instant now) {
        Duration age = health.age();
        return new ShownKeys(health, age == null ? null : now.minus(age));
    }
}
