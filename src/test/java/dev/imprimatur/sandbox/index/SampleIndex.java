package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The index's HTTP side: the legacy upload form, and the simple pages of PEP 503 that installers
 * read.
 */
public final class SampleIndex {

    private final ImprimaturClient imprimatur;
    private final PackageStore store;

    /**
     * @param base Imprimatur's URL
     * @param index the id of this index there
     * @param secret its secret there
     * @param directory where files are kept
     */
    public SampleIndex(URI base, String index, String secret, Path directory) {
        this.imprimatur = new ImprimaturClient(base, index, secret);
        this.store = new PackageStore(directory);
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/legacy/", this::upload)
                .POST("/legacy", this::upload)
                .GET("/simple", request -> redirect("/simple/"))
                .GET("/simple/", request -> html(SimplePages.projects(store.projects())))
                .GET("/simple/{name}", this::project)
                .GET("/simple/{name}/", this::project)
                .GET("/packages/{name}/{filename}", this::download)
                .build();
    }

    private ServerResponse upload(ServerRequest request) throws IOException {
        String authorization = request.headers().firstHeader("Authorization");
        if (authorization == null) {
            return refuse(401, "Upload with user __token__ and an upload token as its password");
        }
        String type = request.headers().firstHeader("Content-Type");
        if (type == null || !type.startsWith("multipart/form-data")) {
            return refuse(400, "An upload is multipart/form-data");
        }
        Part content;
        try {
            content = request.servletRequest().getPart("content");
        } catch (IllegalStateException e) {
            return refuse(413, "The file, or the number of fields, is too large for this index");
        } catch (IOException | ServletException e) {
            return refuse(400, "The multipart/form-data of the upload cannot be read");
        }
        try {
            UploadForm form = UploadForm.read(request.params(), content);
            return upload(authorization, form);
        } catch (UploadForm.InvalidFormException e) {
            return refuse(400, String.valueOf(e.getMessage()));
        }
    }

    private ServerResponse upload(String authorization, UploadForm form) throws IOException {
        Optional<PackageStore.StoredFile> present = store.file(form.project(), form.filename());
        // Asked first: what is certain to be turned away must not become a recorded upload.
        if (present.isPresent() && !present.get().sha256().equals(form.sha256())) {
            return refuse(400, "File already exists with other content");
        }
        return switch (imprimatur.ask(
                authorization,
                form.project().normalised(),
                form.version(),
                form.filename(),
                form.sha256())) {
            case UploadDecision.Allowed() -> {
                store.store(form);
                yield text(200, "OK");
            }
            case UploadDecision.Refused(String reason) -> refuse(403, reason);
            case UploadDecision.Unavailable(String reason) -> refuse(503, reason);
        };
    }

    private ServerResponse project(ServerRequest request) throws IOException {
        Optional<ProjectName> name = ProjectName.of(request.pathVariable("name"));
        if (name.isEmpty()) {
            return text(404, "No such project");
        }
        String canonical = "/simple/" + name.get().normalised() + "/";
        if (!request.path().equals(canonical)) {
            return redirect(canonical);
        }
        List<PackageStore.StoredFile> files = store.files(name.get());
        return files.isEmpty()
                ? text(404, "No such project")
                : html(SimplePages.project(name.get(), files));
    }

    private ServerResponse download(ServerRequest request) {
        return ProjectName.of(request.pathVariable("name"))
                .flatMap(it -> store.file(it, request.pathVariable("filename")))
                .map(
                        it ->
                                ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                        .body(new FileSystemResource(it.path())))
                .orElseGet(() -> text(404, "No such file"));
    }

    /**
     * Says why both in the body and as the reason phrase: some clients show their user the one,
     * some the other.
     */
    private static ServerResponse refuse(int status, String reason) {
        ServerResponse.BodyBuilder answer =
                ServerResponse.status(status)
                        .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                        .header(ReasonPhraseProtocol.HEADER, reason);
        if (status == 401) {
            answer.header("WWW-Authenticate", "Basic realm=\"sample index\"");
        }
        return answer.body(reason + "\n");
    }

    private static ServerResponse text(int status, String body) {
        return ServerResponse.status(status)
                .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                .body(body + "\n");
    }

    private static ServerResponse html(String page) {
        return ServerResponse.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .body(page);
    }

    private static ServerResponse redirect(String path) {
        return ServerResponse.status(301).location(URI.create(path)).build();
    }
}
