package dev.imprimatur.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The operator's providers.
 *
 * @param providers by id: a change to a shipped one, another instance of one, or a provider of its
 *     own
 */
@ConfigurationProperties("imprimatur")
record ProvidersProperties(@Nullable Map<String, ProviderProperties> providers) {}
