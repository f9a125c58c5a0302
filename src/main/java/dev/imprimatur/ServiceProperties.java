package dev.imprimatur;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service itself.
 *
 * @param publicUrl where people and CI jobs reach this service, without a slash at the end; never
 *     null once it is there
 */
@ConfigurationProperties("imprimatur")
public record ServiceProperties(@Nullable String publicUrl) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String WANTED =
            "imprimatur.public-url must be the https URL under which this service is reached, without"
                    + " a path, such as https://publish.example.org";

    /** Checks that the URL is one. */
    public ServiceProperties {
        if (publicUrl == null) {
            throw new ConfigurationException(WANTED);
        }
        try {
            URI url = new URI(publicUrl);
            boolean loopback = "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
            if (!"https".equals(url.getScheme()) && !loopback
                    || url.getHost() == null
                    || !url.getRawPath().isEmpty()) {
                throw new ConfigurationException(WANTED);
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(WANTED);
        }
    }
}
