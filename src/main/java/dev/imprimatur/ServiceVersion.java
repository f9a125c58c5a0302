package dev.imprimatur;

import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says which version of the service this is, as the jar that it runs from has it. */
@Component
public class ServiceVersion {

    private final Optional<String> text;

    ServiceVersion(Environment environment) {
        this.text = Optional.ofNullable(environment.getProperty("spring.application.version"));
    }

    /** Such as {@code 1.4.0}; empty where it runs from classes and not from a jar. */
    public Optional<String> text() {
        return text;
    }
}
