package dev.imprimatur;

import dev.imprimatur.secret.SecretFormat;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** An API token that may do everything, made anew for each JVM. */
public final class AdminApiToken
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Its text. */
    public static final String TEXT = new SecretFormat("impa_").generate("").reveal();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "adminApiToken", Map.of("imprimatur.admin.api-token", TEXT)));
    }
}
