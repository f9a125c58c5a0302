package dev.imprimatur;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The service itself.
 *
 * @param publicUrl where people and CI jobs reach this service, without a slash at the end
 */
@Validated
@ConfigurationProperties("imprimatur")
public record ServiceProperties(
        @NotNull(message = WANTED)
                @Pattern(
                        regexp =
                                "https://[A-Za-z0-9.:\\[\\]-]+"
                                        + "|http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]+)?",
                        message = WANTED)
                String publicUrl) {

    private static final String WANTED =
            "must be the https URL under which this service is reached, without a path, such as"
                    + " https://publish.example.org";
}
