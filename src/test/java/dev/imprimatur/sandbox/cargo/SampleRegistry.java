package dev.imprimatur.sandbox.cargo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import dev.imprimatur.sandbox.index.ImprimaturClient;
import dev.imprimatur.sandbox.index.UploadDecision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The registry's HTTP side: a sparse index, the call that cargo publishes with, and downloads. */
public final class SampleRegistry {

    private static final MediaType LINES = new MediaType(MediaType.TEXT_PLAIN, UTF_8);

    private final URI base;
    private final ImprimaturClient imprimatur;
    private final CrateStore store;

    /**
     * @param base the registry's URL, which is Imprimatur's, too
     * @param index the id of this registry there
     * @param secret its secret there
     * @param directory where crates are kept
     */
    public SampleRegistry(URI base, String index, String secret, Path directory) {
        this.base = base;
        this.imprimatur = new ImprimaturClient(base, index, secret);
        this.store = new CrateStore(directory);
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/crates/config.json", request -> config())
                .GET("/crates/{*path}", this::index)
                .PUT("/api/v1/crates/new", this::publish)
                .GET("/api/v1/crates/{name}/{version}/download", this::download)
                .build();
    }

    private ServerResponse config() {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("dl", base.resolve("/api/v1/crates").toString(), "api", api()));
    }

    /** Without a slash at the end: cargo puts one of its own there. */
    private String api() {
        return base.toString().replaceFirst("/$", "");
    }

    private ServerResponse index(ServerRequest request) throws IOException {
        String path = request.pathVariable("path").substring(1);
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<CrateName> crate =
                CrateName.of(name).filter(_ -> path.equals(CrateName.indexPath(name)));
        Optional<String> lines = crate.isEmpty() ? Optional.empty() : store.index(crate.get());
        return lines.map(it -> ServerResponse.ok().contentType(LINES).body(it))
                .orElseGet(() -> refuse(404, "There is no such crate"));
    }

    private ServerResponse publish(ServerRequest request) throws IOException {
        String authorization = request.headers().firstHeader("Authorization");
        if (authorization == null) {
            return refuse(
                    403,
                    "Publish with an upload token of Imprimatur as the token of this registry");
        }
        try {
            byte[] body = request.servletRequest().getInputStream().readAllBytes();
            return publish(authorization, CrateUpload.read(body));
        } catch (CrateUpload.InvalidUploadException e) {
            return refuse(400, String.valueOf(e.getMessage()));
        }
    }

    private ServerResponse publish(String authorization, CrateUpload upload) throws IOException {
        // Asked first: what is certain to be turned away must not become a recorded upload.
        if (store.has(upload)) {
            return alreadyThere();
        }
        return switch (imprimatur.ask(
                authorization,
                upload.name(),
                upload.version(),
                upload.filename(),
                upload.sha256())) {
            case UploadDecision.Allowed() -> store.store(upload) ? published() : alreadyThere();
            case UploadDecision.Refused(String reason) -> refuse(403, reason);
            case UploadDecision.Unavailable(String reason) -> refuse(503, reason);
        };
    }

    private static ServerResponse published() {
        Map<String, List<String>> warnings =
                Map.of(
                        "invalid_categories",
                        List.of(),
                        "invalid_badges",
                        List.of(),
                        "other",
                        List.of());
        return json(200, Map.of("warnings", warnings));
    }

    private static ServerResponse alreadyThere() {
        return refuse(400, "This version of the crate is there already");
    }

    private ServerResponse download(ServerRequest request) {
        return CrateName.of(request.pathVariable("name"))
                .flatMap(name -> store.find(name, request.pathVariable("version")))
                .map(
                        file ->
                                ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                        .body(new FileSystemResource(file)))
                .orElseGet(() -> refuse(404, "There is no such version of this crate"));
    }

    /** As cargo shows it to its user. */
    private static ServerResponse refuse(int status, String reason) {
        return json(status, Map.of("errors", List.of(Map.of("detail", reason))));
    }

    private static ServerResponse json(int status, Object body) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
