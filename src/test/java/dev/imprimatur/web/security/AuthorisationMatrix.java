package dev.imprimatur.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;

/**
 * The table of {@code authorisation.txt}.
 *
 * @param callers the kinds of callers, in the order of the columns
 * @param rows one for each route, or more where what is sent makes a difference
 */
record AuthorisationMatrix(List<String> callers, List<Row> rows) {

    /**
     * One line.
     *
     * @param method as it is mapped; ANY: all
     * @param pattern as it is mapped
     * @param sent a name of {@link Sent}
     * @param statuses caller to status
     */
    record Row(String method, String pattern, String sent, Map<String, Integer> statuses) {

        String route() {
            return method + " " + pattern;
        }

        int status(String caller) {
            return Objects.requireNonNull(statuses.get(caller));
        }
    }

    static AuthorisationMatrix read() {
        List<String[]> lines = new ArrayList<>();
        for (String line : text().split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line.split("\\|", -1));
            }
        }
        List<String> callers = words(lines.removeFirst()[2]);
        return new AuthorisationMatrix(
                callers, lines.stream().map(line -> row(callers, line)).toList());
    }

    private static Row row(List<String> callers, String[] line) {
        List<String> route = words(line[0]);
        List<String> statuses = words(line[2]);
        if (statuses.size() != callers.size()) {
            throw new IllegalStateException(
                    "%d callers and %d statuses: %s"
                            .formatted(callers.size(), statuses.size(), line[0]));
        }
        Map<String, Integer> byCaller = new HashMap<>();
        for (int i = 0; i < callers.size(); i++) {
            byCaller.put(callers.get(i), Integer.valueOf(statuses.get(i)));
        }
        return new Row(route.getFirst(), route.getLast(), line[1].strip(), byCaller);
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" +"));
    }

    private static String text() {
        try {
            return new ClassPathResource("authorisation.txt").getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
