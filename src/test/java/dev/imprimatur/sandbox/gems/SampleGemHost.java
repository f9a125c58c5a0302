package dev.imprimatur.sandbox.gems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import dev.imprimatur.sandbox.index.ImprimaturClient;
import dev.imprimatur.sandbox.index.UploadDecision;
import dev.imprimatur.secret.Secret;
import jakarta.servlet.ServletException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The gem host's HTTP side: {@code gem push}, and the index that {@code gem install} reads. It
 * stores a gem after Imprimatur said yes, and tells the person who pushes why where it said no.
 */
public final class SampleGemHost {

    private final ImprimaturClient imprimatur;
    private final Path directory;

    /**
     * @param base Imprimatur's URL
     * @param index the id of this host there
     * @param secret its secret there
     * @param directory where gems are kept
     */
    public SampleGemHost(URI base, String index, String secret, Path directory) {
        this.imprimatur = new ImprimaturClient(base, index, secret);
        this.directory = directory.toAbsolutePath();
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/api/v1/gems", this::push)
                .GET("/specs.4.8.gz", _ -> list(gem -> !gem.isPrerelease()))
                .GET("/latest_specs.4.8.gz", _ -> list(gem -> !gem.isPrerelease()))
                .GET("/prerelease_specs.4.8.gz", _ -> list(GemFile::isPrerelease))
                .GET("/quick/Marshal.4.8/{file}", this::specification)
                .GET("/gems/{file}", this::download)
                .build();
    }

    private ServerResponse push(ServerRequest request) throws IOException, ServletException {
        String authorization = request.headers().firstHeader("Authorization");
        if (authorization == null) {
            return text(401, "Push with an upload token as API key (GEM_HOST_API_KEY)");
        }
        byte[] content = request.body(byte[].class);
        Optional<GemFile> gem = GemFile.read(content);
        if (gem.isEmpty()) {
            return text(422, "This is no gem that can be read");
        }
        return push(authorization, gem.get(), content);
    }

    private ServerResponse push(String authorization, GemFile gem, byte[] content)
            throws IOException {
        Path path = directory.resolve(gem.fullName() + ".gem");
        // Asked first: what is certain to be turned away must not become a recorded upload.
        if (Files.exists(path) && !Arrays.equals(Files.readAllBytes(path), content)) {
            return text(409, "This version is there already, with other content");
        }
        return switch (imprimatur.ask(
                authorization,
                gem.name(),
                gem.version(),
                gem.fullName() + ".gem",
                HexFormat.of().formatHex(Secret.sha256(content)))) {
            case UploadDecision.Allowed() -> {
                store(path, content);
                yield text(200, "Registered %s %s".formatted(gem.name(), gem.version()));
            }
            case UploadDecision.Refused(String reason) -> text(403, reason);
            case UploadDecision.Unavailable(String reason) -> text(503, reason);
        };
    }

    private void store(Path path, byte[] content) throws IOException {
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, "push", ".part");
        Files.write(fresh, content);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private ServerResponse list(Predicate<GemFile> wanted) throws IOException {
        List<GemFile> gems = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(it -> it.toString().endsWith(".gem")).toList()) {
                    GemFile.read(Files.readAllBytes(file)).filter(wanted).ifPresent(gems::add);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(Marshal.list(gems));
        }
        return bytes(bytes.toByteArray());
    }

    private ServerResponse specification(ServerRequest request) throws IOException {
        String file = request.pathVariable("file");
        Optional<Path> path =
                file.endsWith(".gemspec.rz")
                        ? stored(file.replaceFirst("\\.gemspec\\.rz$", ".gem"))
                        : Optional.empty();
        if (path.isEmpty()) {
            return text(404, "No such gem");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zipped = new DeflaterOutputStream(bytes)) {
            GemFile gem = GemFile.read(Files.readAllBytes(path.get())).orElseThrow();
            zipped.write(Marshal.specification(gem));
        }
        return bytes(bytes.toByteArray());
    }

    private ServerResponse download(ServerRequest request) throws IOException {
        Optional<Path> path = stored(request.pathVariable("file"));
        return path.isEmpty() ? text(404, "No such gem") : bytes(Files.readAllBytes(path.get()));
    }

    /** The gem in a file of this name, which may be any text. */
    private Optional<Path> stored(String file) {
        return file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.gem")
                ? Optional.of(directory.resolve(file)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    private static ServerResponse bytes(byte[] content) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(content);
    }

    /** The gem client shows its user the body, whatever the status. */
    private static ServerResponse text(int status, String body) {
        return ServerResponse.status(status)
                .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                .body(body + "\n");
    }
}
