package dev.imprimatur;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Tells an operator in one sentence why the service did not start, instead of a stack trace.
 *
 * <p>Only mistakes that an operator can mend are told this way. Anything else is a defect of ours,
 * and keeps the stack trace that Spring Boot prints.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailures implements SpringBootExceptionReporter {

    private final DatabaseFailures database;

    /**
     * The one constructor that Spring Boot looks for; there is no context yet where a configuration
     * file cannot be read.
     */
    StartupFailures(@Nullable ConfigurableApplicationContext context) {
        this.database = new DatabaseFailures(context == null ? null : context.getEnvironment());
    }

    /** Prints to standard error: how far logging got before the failure is anybody's guess. */
    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> sentence = sentence(chain(failure));
        sentence.ifPresent(text -> System.err.println(oneLine(text)));
        return sentence.isPresent();
    }

    private Optional<String> sentence(List<Throwable> chain) {
        return first(chain, ConfigurationException.class)
                .map(wrong -> String.valueOf(wrong.getMessage()))
                .or(() -> first(chain, PortInUseException.class).map(StartupFailures::port))
                .or(() -> first(chain, MarkedYAMLException.class).map(StartupFailures::yaml))
                .or(() -> PropertyFailures.sentence(chain))
                .or(() -> database.sentence(chain));
    }

    private static String port(PortInUseException taken) {
        return "Port %d is taken: stop what listens there, or choose another with server.port."
                .formatted(taken.getPort());
    }

    /** The parser's own message quotes the line, which may hold a secret; its problem does not. */
    private static String yaml(MarkedYAMLException malformed) {
        Mark mark = malformed.getProblemMark();
        String place =
                mark == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(mark.getLine() + 1, mark.getColumn() + 1);
        return "A configuration file, most likely config/application.yml, is not well-formed YAML%s: %s."
                .formatted(place, malformed.getProblem());
    }

    static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = failure;
                next != null && !chain.contains(next);
                next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
