package dev.imprimatur.web.security;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Browsers that are signed in. How long one may stay away is {@code spring.session.timeout}.
 *
 * @param lifetime when whoever is signed in has to do so again, however busy they are
 */
@ConfigurationProperties("imprimatur.sessions")
record SessionsProperties(@DefaultValue("12h") Duration lifetime) {

    SessionsProperties {
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0
                || lifetime.compareTo(Duration.ofDays(30)) > 0) {
            throw new ConfigurationException(
                    "imprimatur.sessions.lifetime must be between 1m and 30d");
        }
    }
}
