package dev.imprimatur.identity;

import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Keyring keyring(
            Providers providers,
            PeopleIssuers people,
            JdbcClient jdbc,
            KeysProperties properties,
            Clock clock) {
        List<KeyIssuer> issuers = new ArrayList<>(KeyIssuer.of(providers));
        people.all().forEach(issuer -> issuers.add(issuer.keys()));
        return new Keyring(issuers, new PostgresStoredKeys(jdbc), properties, clock);
    }

    @Bean
    AccessTokens accessTokens(PeopleIssuers people, Keyring keyring, Clock clock) {
        return new AccessTokens(people, keyring, clock);
    }

    @Bean
    LoginProviders loginProviders(
            PeopleIssuers people, Keyring keyring, KeysProperties properties, Clock clock) {
        return new LoginProviders(people, new IdTokens(keyring, clock), properties, clock);
    }

    @Bean
    IdentityVerifier identityVerifier(Providers providers, Keyring keyring, Clock clock) {
        return new IdentityVerifier(providers, keyring, clock);
    }

    @Bean
    ProviderKeys providerKeys(Keyring keyring) {
        return new ProviderKeys(keyring);
    }

    @Bean
    KeyMeters keyMeters(Keyring keyring) {
        return new KeyMeters(keyring);
    }
}
