package dev.imprimatur.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Definitions for tests: read from YAML the way an operator's file is. */
final class Definitions {

    private static final Providers SHIPPED = all("");

    private Definitions() {}

    static ProviderDefinition github() {
        return SHIPPED.ofId("github").orElseThrow();
    }

    static ProviderDefinition gitlab() {
        return SHIPPED.ofId("gitlab").orElseThrow();
    }

    /** One provider, with what an operator wrote below {@code imprimatur.providers}. */
    static ProviderDefinition of(String id, String yaml) {
        return all(yaml).ofId(id).orElseThrow();
    }

    /** All providers, with what an operator wrote below {@code imprimatur.providers}. */
    static Providers all(String yaml) {
        String file = yaml.isBlank() ? "" : "imprimatur:\n  providers:\n" + yaml.indent(4);
        return new ProviderConfiguration().providers(properties(file));
    }

    private static ProvidersProperties properties(String yaml) {
        try {
            List<PropertySource<?>> sources =
                    new YamlPropertySourceLoader()
                            .load("operator", new ByteArrayResource(yaml.getBytes(UTF_8)));
            return new Binder(ConfigurationPropertySources.from(sources))
                    .bindOrCreate("imprimatur", ProvidersProperties.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
