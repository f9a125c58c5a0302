package dev.imprimatur.provider;

import dev.imprimatur.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** Brings the shipped definitions and the operator's together, and checks each as a whole. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    /**
     * The definitions in the jar. All but the first two say themselves that they are off; one
     * without an issuer is good only for {@code extends}, until the operator gives it one.
     */
    private static final List<String> SHIPPED =
            List.of(
                    "github",
                    "gitlab",
                    "activestate",
                    "bitbucket",
                    "buildkite",
                    "circleci",
                    "forgejo",
                    "google",
                    "jenkins",
                    "semaphore");

    private final Map<String, ProviderProperties> shipped = new LinkedHashMap<>();

    ProviderConfiguration() {
        SHIPPED.forEach(id -> shipped.put(id, shipped(id)));
    }

    @Bean
    Providers providers(ProvidersProperties properties) {
        Map<String, ProviderProperties> written = new LinkedHashMap<>(shipped);
        Map<String, ProviderProperties> operators =
                properties.providers() == null ? Map.of() : properties.providers();
        operators.forEach(
                (id, own) -> {
                    ProviderProperties base = written.get(id);
                    if (base != null && own.extendsProvider() != null) {
                        throw new ConfigurationException(
                                "imprimatur.providers.%s.extends must not be set: %s comes with a definition of its own"
                                        .formatted(id, id));
                    }
                    written.put(id, base == null ? own : own.amending(base));
                });

        List<ProviderDefinition> definitions = new ArrayList<>();
        List<String> switchedOff = new ArrayList<>();
        for (String id : written.keySet()) {
            ProviderProperties whole = resolve(id, written, new LinkedHashSet<>());
            if (!Boolean.FALSE.equals(whole.enabled())) {
                definitions.add(new DefinitionReader(id, whole).definition());
            } else if (whole.issuer() != null) {
                switchedOff.add(whole.issuer());
            }
        }
        return new Providers(definitions, switchedOff);
    }

    private static ProviderProperties resolve(
            String id, Map<String, ProviderProperties> written, Set<String> path) {
        ProviderProperties own = written.get(id);
        String base = own == null ? null : own.extendsProvider();
        if (own == null || !path.add(id)) {
            throw new ConfigurationException(
                    "imprimatur.providers.%s.extends must name another provider, such as github"
                            .formatted(path.isEmpty() ? id : path.iterator().next()));
        }
        return base == null ? own : own.over(resolve(base, written, path));
    }

    private static ProviderProperties shipped(String id) {
        try {
            List<PropertySource<?>> sources =
                    new YamlPropertySourceLoader()
                            .load(id, new ClassPathResource("providers/" + id + ".yml"));
            return new Binder(ConfigurationPropertySources.from(sources))
                    .bind(ConfigurationPropertyName.EMPTY, Bindable.of(ProviderProperties.class))
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
