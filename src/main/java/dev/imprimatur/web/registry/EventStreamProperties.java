package dev.imprimatur.web.registry;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many may follow or export the audit log at a time, and for how long.
 *
 * @param streams open streams and exports on one instance
 * @param streamsPerAccount those of one account, or of one of the operator's API tokens
 * @param streamLifetime when a stream ends by itself; its client comes again and goes on where it
 *     was
 */
@Validated
@ConfigurationProperties("imprimatur.events")
record EventStreamProperties(
        @DefaultValue("200") @Min(value = 1, message = "must be at least 1") int streams,
        @DefaultValue("8") @Min(value = 1, message = "must be at least 1") int streamsPerAccount,
        @DefaultValue("30m") @DurationMin(seconds = 1, message = "must be at least 1s, such as 30m")
                Duration streamLifetime) {}
