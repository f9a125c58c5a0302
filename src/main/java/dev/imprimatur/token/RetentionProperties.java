package dev.imprimatur.token;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long rows are kept that have done their work.
 *
 * @param uploadTokens how long an expired upload token is kept, so that an index hears that it
 *     expired and not that it is unknown
 * @param every how often rows are cleaned up
 */
@Validated
@ConfigurationProperties("imprimatur.retention")
record RetentionProperties(
        @DefaultValue("7d") @DurationMin(message = "must not be negative, such as 7d")
                Duration uploadTokens,
        @DefaultValue("1m") @DurationMin(seconds = 1, message = "must be at least 1s, such as 1m")
                Duration every) {}
