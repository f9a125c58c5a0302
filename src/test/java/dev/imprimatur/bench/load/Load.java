package dev.imprimatur.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What wrk came to: as many requests as its connections get answered, one after the other.
 *
 * @param requests that were answered
 * @param seconds that this took
 * @param statusErrors answers of 400 and above
 * @param socketErrors requests without an answer
 */
@JsonNaming(SnakeCaseStrategy.class)
record Load(
        long requests,
        double seconds,
        long bytes,
        long statusErrors,
        long socketErrors,
        double p50Ms,
        double p95Ms,
        double p99Ms,
        double p999Ms,
        double maxMs) {

    static final int CONNECTIONS = 32;
    private static final int THREADS = 2;
    private static final String RESULT = "RESULT ";
    private static final Path SCRIPT = Path.of("bench", "send.lua");

    double perSecond() {
        return requests / seconds;
    }

    /** Sends the bodies in the file, each once, for as long. */
    static Load of(String url, Path bodies, Duration time, String... headers) {
        return of(url, bodies, time, CONNECTIONS, headers);
    }

    /** The same over so many connections. */
    static Load of(String url, Path bodies, Duration time, int connections, String... headers) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t" + THREADS,
                                "-c" + connections,
                                "-d" + time.toSeconds() + "s",
                                "-s" + SCRIPT,
                                url,
                                "--",
                                bodies.toString(),
                                Integer.toString(THREADS)));
        words.addAll(List.of(headers));
        return Command.run(words)
                .lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> line.substring(RESULT.length()))
                .map(json -> JsonMapper.shared().readValue(json, Load.class))
                .findFirst()
                .orElseThrow();
    }

    /** Otherwise what was measured is something else. */
    Load allGood() {
        if (statusErrors > 0 || socketErrors > 0) {
            throw new IllegalStateException("Not every answer was good: " + this);
        }
        return this;
    }
}
