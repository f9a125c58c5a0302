package dev.imprimatur.bench.load;

import dev.imprimatur.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL does alone with the statements that the service sends, one after the other. */
final class Pgbench {

    private static final int CLIENTS = Load.CONNECTIONS;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: ([1-9])");

    private Pgbench() {}

    /**
     * How often it gets through the script in a second.
     *
     * @param script SQL in which what is bound is named {@code :so}
     * @param values what is bound, where the script does not make it itself
     */
    static double perSecond(
            Database database,
            Path directory,
            String script,
            Map<String, String> values,
            Duration time) {
        Path file = directory.resolve("script.sql");
        try {
            Files.writeString(file, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "pgbench",
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=" + CLIENTS,
                                "--jobs=2",
                                "--time=" + time.toSeconds(),
                                "--file=" + file,
                                "--host=127.0.0.1",
                                "--port=" + server.getPort(),
                                "--username=" + database.username()));
        values.forEach((name, value) -> words.add("--define=" + name + "=" + value));
        words.add(server.getPath().substring(1));
        String said = Command.run(words);
        Matcher tps = TPS.matcher(said);
        if (!tps.find() || FAILED.matcher(said).find()) {
            throw new IllegalStateException(said);
        }
        return Double.parseDouble(tps.group(1));
    }
}
