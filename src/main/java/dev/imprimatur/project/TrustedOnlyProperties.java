package dev.imprimatur.project;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Projects that take uploads with an upload token alone.
 *
 * @param coolDown how long after it was switched off this still holds, so that whoever got hold of
 *     an account cannot switch it off and upload in the same hour
 */
@Validated
@ConfigurationProperties("imprimatur.trusted-only")
record TrustedOnlyProperties(
        @DefaultValue("72h") @DurationMin(message = "must not be negative, such as 72h")
                Duration coolDown) {}
