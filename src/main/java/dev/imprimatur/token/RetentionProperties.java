package dev.imprimatur.token;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long rows are kept that have done their work.
 *
 * @param uploadTokens how long an expired upload token is kept, so that an index hears that it
 *     expired and not that it is unknown
 * @param every how often rows are cleaned up
 */
@ConfigurationProperties("imprimatur.retention")
record RetentionProperties(
        @DefaultValue("7d") Duration uploadTokens, @DefaultValue("1m") Duration every) {

    RetentionProperties {
        if (uploadTokens.isNegative()) {
            throw new ConfigurationException(
                    "imprimatur.retention.upload-tokens must not be negative, such as 7d");
        }
        if (!every.isPositive()) {
            throw new ConfigurationException(
                    "imprimatur.retention.every must be more than nothing, such as 1m");
        }
    }
}
