package dev.imprimatur.sandbox.npm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the registry keeps: for each package a directory with its tarballs and its packument, the
 * document about all of its versions that npm reads. A version that is there never changes.
 */
final class NpmPackages {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path directory;
    private final URI registry;

    /**
     * @param registry its URL, with a slash at the end
     */
    NpmPackages(Path directory, URI registry) {
        this.directory = directory.toAbsolutePath();
        this.registry = registry;
    }

    /** The packument. */
    Optional<ObjectNode> find(PackageName name) throws IOException {
        Path file = packument(name);
        return Files.isRegularFile(file)
                ? Optional.of((ObjectNode) JSON.readTree(Files.readAllBytes(file)))
                : Optional.empty();
    }

    boolean has(PackageName name, String version) throws IOException {
        return find(name).map(it -> it.path("versions").has(version)).orElse(false);
    }

    /** The file of this name, which may be any text. */
    Optional<Path> tarball(PackageName name, String filename) {
        Path file = of(name).resolve(filename).normalize();
        return of(name).equals(file.getParent())
                        && filename.endsWith(".tgz")
                        && Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    /** Adds a version; one that is there stays. */
    synchronized void add(PublishDocument version) throws IOException {
        PackageName name = version.name();
        if (has(name, version.version())) {
            return;
        }
        ObjectNode packument =
                find(name).orElseGet(() -> JSON.createObjectNode().put("name", name.text()));
        String filename = name.tarball(version.version());
        ObjectNode manifest = version.manifest().deepCopy();
        manifest.withObject("dist")
                .put("tarball", registry.resolve(name.text() + "/-/" + filename).toString());
        packument.withObject("versions").set(version.version(), manifest);
        version.tags().forEach(it -> packument.withObject("dist-tags").put(it, version.version()));
        Files.createDirectories(of(name));
        Files.write(of(name).resolve(filename), version.tarball());
        Path fresh = Files.createTempFile(directory, "packument", ".part");
        Files.write(fresh, JSON.writeValueAsBytes(packument));
        Files.move(fresh, packument(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path packument(PackageName name) {
        return of(name).resolve("packument.json");
    }

    private Path of(PackageName name) {
        return directory.resolve(name.directory());
    }
}
