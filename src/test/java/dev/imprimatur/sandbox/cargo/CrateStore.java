package dev.imprimatur.sandbox.cargo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The crates of the registry: a directory for each with its files and, line by line, what the index
 * says of its versions. A version that is there never changes.
 */
final class CrateStore {

    private static final String INDEX = "index";

    private final Path directory;

    CrateStore(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    boolean has(CrateUpload upload) {
        return Files.exists(file(upload.key(), upload.version()));
    }

    /** Stores a version whole or not at all; false where it is there already. */
    synchronized boolean store(CrateUpload upload) throws IOException {
        if (has(upload)) {
            return false;
        }
        Path crate = Files.createDirectories(directory.resolve(upload.key().key()));
        Path fresh = Files.createTempFile(directory, "upload", ".part");
        upload.writeTo(fresh);
        Files.move(fresh, file(upload.key(), upload.version()), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(
                crate.resolve(INDEX),
                upload.line() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return true;
    }

    /** What the index says of a crate. */
    synchronized Optional<String> index(CrateName name) throws IOException {
        Path index = directory.resolve(name.key()).resolve(INDEX);
        return Files.exists(index) ? Optional.of(Files.readString(index, UTF_8)) : Optional.empty();
    }

    /** The file of a version, which may be any text. */
    Optional<Path> find(CrateName name, String version) {
        Path file = file(name, version).normalize();
        return directory.resolve(name.key()).equals(file.getParent()) && Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    private Path file(CrateName name, String version) {
        return directory.resolve(name.key()).resolve(version + ".crate");
    }
}
