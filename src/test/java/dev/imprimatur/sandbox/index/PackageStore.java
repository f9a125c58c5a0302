package dev.imprimatur.sandbox.index;

import dev.imprimatur.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the index: a directory per project. A file that is there never changes. */
final class PackageStore {

    private final Path directory;

    PackageStore(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** A stored file with its digest in hex. */
    record StoredFile(String filename, String sha256, Path path) {}

    List<String> projects() throws IOException {
        return names(directory);
    }

    List<StoredFile> files(ProjectName project) throws IOException {
        return names(of(project)).stream()
                .map(name -> file(project, name))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The file of this name, which may be any text. */
    Optional<StoredFile> file(ProjectName project, String filename) {
        Path path = of(project).resolve(filename).normalize();
        if (!of(project).equals(path.getParent()) || !Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredFile(filename, sha256(path), path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Stores a file whole or not at all; one that is there stays. */
    synchronized void store(UploadForm upload) throws IOException {
        Path target = of(upload.project()).resolve(upload.filename());
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(directory, "upload", ".part");
        try (InputStream content = upload.content().getInputStream()) {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path of(ProjectName project) {
        return directory.resolve(project.normalised());
    }

    private static String sha256(Path path) throws IOException {
        return HexFormat.of().formatHex(Secret.sha256(Files.readAllBytes(path)));
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(it -> it.getFileName().toString())
                    .filter(it -> !it.endsWith(".part"))
                    .sorted()
                    .toList();
        }
    }
}
