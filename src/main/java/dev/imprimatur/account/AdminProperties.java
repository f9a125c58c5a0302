package dev.imprimatur.account;

import dev.imprimatur.ConfigurationException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the first administrator gets in.
 *
 * @param apiToken an API token that is good from the start; null: one is made at the first start
 * @param tokenFile where a token that was made at the first start is written; {@code
 *     ./admin-api-token} unless set
 */
@ConfigurationProperties("imprimatur.admin")
record AdminProperties(@Nullable String apiToken, @Nullable Path tokenFile) {

    /** Checks the form of the token, so that a placeholder never becomes a credential. */
    AdminProperties {
        if (apiToken != null && !apiToken.isEmpty() && ApiTokens.FORMAT.read(apiToken).isEmpty()) {
            throw new ConfigurationException(
                    "imprimatur.admin.api-token must be an API token of this service, which begins"
                            + " with impa_; leave it out to have one made at the first start");
        }
    }

    Path file() {
        return Objects.requireNonNullElse(tokenFile, Path.of("admin-api-token"));
    }

    @Override
    public String toString() {
        return "AdminProperties[tokenFile=" + tokenFile + "]";
    }
}
