package dev.imprimatur.sandbox.npm;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import dev.imprimatur.sandbox.index.ImprimaturClient;
import dev.imprimatur.sandbox.index.UploadDecision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The registry's HTTP side: as much of it as npm needs to publish a package and to install it. */
public final class NpmRegistry {

    /** What the sandbox serves it under. */
    public static final String PATH = "/npm/";

    /** In bytes, of one publish. */
    private static final int LARGEST = 10 * 1024 * 1024;

    /** npm writes the slash of a scoped name as %2f; people and tarballs' addresses do not. */
    private static final String[] PACKAGE = {PATH + "{name}", PATH + "{scope:@.+}/{name}"};

    private final ImprimaturClient imprimatur;
    private final NpmPackages packages;

    /**
     * @param base Imprimatur's URL, and that of this registry without {@link #PATH}
     * @param index the id of this index there
     * @param secret its secret there
     * @param directory where packages are kept
     */
    public NpmRegistry(URI base, String index, String secret, Path directory) {
        this.imprimatur = new ImprimaturClient(base, index, secret);
        this.packages = new NpmPackages(directory, base.resolve(PATH));
    }

    public RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = route();
        for (String each : PACKAGE) {
            routes.GET(each, this::packument)
                    .PUT(each, this::publish)
                    .GET(each + "/-/{filename}", this::download);
        }
        // npm asks before it signs where a package comes from, for which it needs the world.
        return routes.GET(PATH + "-/package/{name}/visibility", _ -> json(200, "public", false))
                .build();
    }

    private ServerResponse packument(ServerRequest request) throws IOException {
        Optional<PackageName> name = name(request);
        return (name.isPresent() ? packages.find(name.get()) : Optional.<Object>empty())
                .map(found -> json(200).body(found))
                .orElseGet(() -> error(404, "Not found"));
    }

    private ServerResponse download(ServerRequest request) {
        return name(request)
                .flatMap(it -> packages.tarball(it, request.pathVariable("filename")))
                .map(
                        file ->
                                ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                        .body(new FileSystemResource(file)))
                .orElseGet(() -> error(404, "Not found"));
    }

    private ServerResponse publish(ServerRequest request) throws IOException {
        String authorization = request.headers().firstHeader("Authorization");
        if (authorization == null) {
            return error(401, "Publish with an upload token");
        }
        Optional<PackageName> name = name(request);
        if (name.isEmpty()) {
            return error(400, "This is no name of a package");
        }
        byte[] body = request.servletRequest().getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return error(413, "The package is too large for this registry");
        }
        try {
            return publish(authorization, PublishDocument.read(name.get(), body));
        } catch (PublishDocument.InvalidDocumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private ServerResponse publish(String authorization, PublishDocument document)
            throws IOException {
        // Asked first: what is certain to be turned away must not become a recorded upload.
        if (packages.has(document.name(), document.version())) {
            return error(403, "This version is there already; a version never changes");
        }
        return switch (imprimatur.ask(
                authorization,
                document.name().text(),
                document.version(),
                document.name().tarball(document.version()),
                document.sha256())) {
            case UploadDecision.Allowed() -> {
                packages.add(document);
                yield json(201, "ok", true);
            }
            case UploadDecision.Refused(String reason) -> error(403, reason);
            case UploadDecision.Unavailable(String reason) -> error(503, reason);
        };
    }

    private static Optional<PackageName> name(ServerRequest request) {
        String scope = request.pathVariables().get("scope");
        String name = request.pathVariable("name");
        return PackageName.of(scope == null ? name : scope + "/" + name);
    }

    /** npm shows {@code error} to whoever publishes. */
    private static ServerResponse error(int status, String reason) {
        return json(status, "error", reason);
    }

    private static ServerResponse json(int status, String member, Object value) {
        return json(status).body(Map.of(member, value));
    }

    private static ServerResponse.BodyBuilder json(int status) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON);
    }
}
