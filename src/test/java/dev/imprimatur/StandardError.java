package dev.imprimatur;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * What an application that a test starts says on standard error, apart from what logback says there
 * of the rest of this process: a start sets its appenders up anew, and what the jobs of the context
 * that other tests share would log in that moment has none.
 */
final class StandardError {

    private static final Pattern BETWEEN_TWO_SETUPS =
            Pattern.compile(
                    "[0-9:,]{12} \\|-WARN in \\S+ -"
                            + " (Attempted to append to non started appender \\[\\w+]"
                            + "|No appenders present in context \\[\\w+] for logger \\[\\S+])\\.");

    private StandardError() {}

    static List<String> lines(CapturedOutput output) {
        return output.getErr()
                .lines()
                .filter(line -> !BETWEEN_TWO_SETUPS.matcher(line).matches())
                .toList();
    }
}
