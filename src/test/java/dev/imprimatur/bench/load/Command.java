package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Runs a program to its end and reads what it said. */
final class Command {

    private Command() {}

    /**
     * What it said.
     *
     * @throws IllegalStateException with what it said, where it ended badly
     */
    static String run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words.getFirst() + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s does not run; on Debian: apt-get install wrk postgresql-contrib"
                            .formatted(words.getFirst()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
