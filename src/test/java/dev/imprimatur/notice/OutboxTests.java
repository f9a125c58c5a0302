package dev.imprimatur.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever writes an event past the audit log's own methods must put it down to be told. */
class OutboxTests {

    /** They write types that nobody is told of, on the hot path. */
    private static final List<String> UNTOLD =
            List.of("MintStatement.java", "UploadStatement.java");

    @Test
    void everyStatementThatWritesAnEventFillsTheOutbox() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<String> writers =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> contains(file, "INSERT INTO event ("))
                            .filter(file -> !contains(file, "INSERT INTO event_to_tell"))
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList();

            assertThat(writers).isEqualTo(UNTOLD);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
