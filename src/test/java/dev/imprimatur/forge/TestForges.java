package dev.imprimatur.forge;

import dev.imprimatur.provider.Definitions;
import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks a {@link TestForge} as a provider of its own. */
public final class TestForges implements AutoCloseable {

    public final ProviderDefinition provider;
    public final Forges forges;

    private TestForges(ProviderDefinition provider, Clock clock) {
        this.provider = provider;
        this.forges = new Forges(new Providers(List.of(provider)), clock);
    }

    public static TestForges gitHub(TestForge forge, Clock clock, String... settings) {
        return of("github", forge, clock, settings);
    }

    public static TestForges gitLab(TestForge forge, Clock clock, String... settings) {
        return of("gitlab", forge, clock, settings);
    }

    private static TestForges of(String base, TestForge forge, Clock clock, String... settings) {
        String yaml =
                """
                mine:
                  extends: %s
                  issuer: https://ci.example.org
                  allow-http-loopback: true
                  resolver-settings:
                    api-url: %s
                """
                        .formatted(base, forge.url());
        return new TestForges(Definitions.of("mine", yaml + String.join("\n", settings)), clock);
    }

    Finding find(String owner, String name) {
        return forges.find(question(owner, name));
    }

    Forges.Question question(String owner, String name) {
        ForgeApi.Kind kind = Objects.requireNonNull(provider.forgeApi()).kind();
        return new Forges.Question(
                provider, Map.of(kind.ownerField(), owner, kind.nameField(), name));
    }

    @Override
    public void close() {
        forges.close();
    }
}
