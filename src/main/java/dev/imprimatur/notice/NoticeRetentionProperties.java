package dev.imprimatur.notice;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long it is remembered who was told.
 *
 * @param notices how long a delivery is kept that arrived or was given up
 */
@Validated
@ConfigurationProperties("imprimatur.retention")
record NoticeRetentionProperties(
        @DefaultValue("30d") @DurationMin(days = 1, message = "must be at least 1d, such as 30d")
                Duration notices) {}
