package dev.imprimatur.project;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a project waits for its first upload.
 *
 * @param lifetime from its first publisher on; then it goes, and the name is free
 * @param reminder how long before that its claimant is reminded
 */
@ConfigurationProperties("imprimatur.pending")
record PendingProperties(
        @DefaultValue("30d") Duration lifetime, @DefaultValue("5d") Duration reminder) {

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    PendingProperties {
        require(
                lifetime.compareTo(SHORTEST) >= 0 && lifetime.compareTo(LONGEST) <= 0,
                "lifetime must be between 1h and 365d");
        require(
                !reminder.isNegative() && reminder.compareTo(lifetime) < 0,
                "reminder must be shorter than imprimatur.pending.lifetime");
    }

    private static void require(boolean holds, String wanted) {
        if (!holds) {
            throw new ConfigurationException("imprimatur.pending." + wanted);
        }
    }
}
