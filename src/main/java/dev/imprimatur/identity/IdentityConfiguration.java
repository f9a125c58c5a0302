package dev.imprimatur.identity;

import dev.imprimatur.provider.Providers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Keyring keyring(Providers providers, JdbcClient jdbc, KeysProperties properties, Clock clock) {
        return new Keyring(providers, new PostgresStoredKeys(jdbc), properties, clock);
    }

    @Bean
    IdentityVerifier identityVerifier(Providers providers, Keyring keyring, Clock clock) {
        return new IdentityVerifier(providers, keyring, clock);
    }

    @Bean
    KeyMeters keyMeters(Keyring keyring) {
        return new KeyMeters(keyring);
    }
}
