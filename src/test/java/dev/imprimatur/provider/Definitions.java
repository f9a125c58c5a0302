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
public final class Definitions {

    /** A provider with one of each thing, to be made unsound by replacing parts of it. */
    static final String SOUND =
            """
            forge:
              issuer: https://ci.example.org
              shared: true
              algorithms: [RS256]
              max-lifetime: 1h
              keys-host: keys.example.org
              constants:
                web: https://ci.example.org
              claims:
                - {name: owner, required: true, recorded: true}
                - {name: owner_id, type: id, required: true, recorded: true}
                - {name: file_at, required: true}
                - {name: ref, required: true, recorded: true}
                - {name: event}
              derived:
                - {name: file, from: file_at, prefix: "{owner}:", suffixes: ["@{ref}"]}
              fields:
                - {name: owner, claim: owner, required: true, tenancy: true}
                - {name: file, claim: file, pattern: "[a-z]+", example: abc}
                - {name: ref, claim: ref, match: glob}
                - {name: events, match: none}
              lookup: [owner]
              refused:
                - {claim: event, values: [fork], unless-listed-in: events, reason: Forks}
              pins: [owner_id]
              links:
                run: "{web}/{owner}/runs"
              shown:
                repository: "{web} {owner}"
            """;

    /** One for all: it reads ten files. */
    private static final ProviderConfiguration CONFIGURATION = new ProviderConfiguration();

    private static final Providers SHIPPED = all("");

    private Definitions() {}

    static ProviderDefinition github() {
        return SHIPPED.ofId("github").orElseThrow();
    }

    static ProviderDefinition gitlab() {
        return SHIPPED.ofId("gitlab").orElseThrow();
    }

    /** A shipped provider that is off, as an operator switches it on. */
    static ProviderDefinition shipped(String id, String... lines) {
        return of(id, id + ":\n  enabled: true\n" + String.join("\n", lines).indent(2));
    }

    /** One provider, with what an operator wrote below {@code imprimatur.providers}. */
    public static ProviderDefinition of(String id, String yaml) {
        return all(yaml).ofId(id).orElseThrow();
    }

    /** All providers, with what an operator wrote below {@code imprimatur.providers}. */
    public static Providers all(String yaml) {
        String file = yaml.isBlank() ? "" : "imprimatur:\n  providers:\n" + yaml.indent(4);
        return CONFIGURATION.providers(properties(file));
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
