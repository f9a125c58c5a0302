package dev.imprimatur.forge;

import dev.imprimatur.provider.Providers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class ForgeConfiguration {

    @Bean
    Forges forges(Providers providers, Clock clock) {
        return new Forges(providers, clock);
    }
}
