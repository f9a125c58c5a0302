package dev.imprimatur.exchange;

import dev.imprimatur.project.Hosts;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.RequestHost;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** PEP 807: discovery by the upload URL, and an audience and a mint endpoint for each index. */
@RestController
class Pep807Controller {

    private static final MediaType OWN_TYPE =
            MediaType.parseMediaType("application/vnd.pypi.pytp.v1+json");

    private final Indexes indexes;
    private final IndexesHere here;
    private final PypiMint mint;
    private final Problems problems;

    Pep807Controller(Indexes indexes, IndexesHere here, PypiMint mint, Problems problems) {
        this.indexes = indexes;
        this.here = here;
        this.mint = mint;
        this.problems = problems;
    }

    @GetMapping("/.well-known/pytp")
    ResponseEntity<?> discover(
            HttpServletRequest request, @RequestParam @Nullable String discover) {
        return negotiated(
                request,
                () -> {
                    if (discover == null) {
                        return problems.answer(
                                Problem.of(
                                        ProblemCode.BAD_REQUEST,
                                        "The parameter discover must hold the path of the upload"
                                                + " URL"));
                    }
                    String host = RequestHost.of(request);
                    Optional<PackageIndex> index =
                            indexes.ofUploadUrl(host, discover).filter(PypiMint::isPypi);
                    return index.<ResponseEntity<?>>map(found -> discovered(found, host))
                            .orElseGet(mint::noIndexHere);
                });
    }

    /**
     * For an index of any kind: whatever a client exchanges the identity token at, it needs one.
     */
    @GetMapping("/_/oidc/{index}/audience")
    ResponseEntity<?> audience(HttpServletRequest request, @PathVariable String index) {
        return negotiated(
                request,
                () ->
                        here.ofEveryKind(request).stream()
                                .filter(known -> known.id().equals(index))
                                .findFirst()
                                .<ResponseEntity<?>>map(mint::audience)
                                .orElseGet(mint::noIndexHere));
    }

    @LimitedPerAddress
    @PostMapping("/_/oidc/{index}/mint-token")
    ResponseEntity<?> mint(HttpServletRequest request, @PathVariable String index)
            throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        return negotiated(
                request,
                () ->
                        indexHere(request, index)
                                .<ResponseEntity<?>>map(
                                        found -> mint.mint(List.of(found), JsonBody.object(body)))
                                .orElseGet(mint::noIndexHere));
    }

    private Optional<PackageIndex> indexHere(HttpServletRequest request, String id) {
        return indexes.ofId(id)
                .filter(PypiMint::isPypi)
                .filter(index -> index.uploadUrlOn(RequestHost.of(request)).isPresent());
    }

    /** The addresses have the host of the request, and the scheme that the operator configured. */
    private static ResponseEntity<?> discovered(PackageIndex index, String host) {
        URI upload = index.uploadUrlOn(host).orElseThrow();
        String base =
                "%s://%s/_/oidc/%s".formatted(upload.getScheme(), Hosts.of(upload), index.id());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("audience-endpoint", base + "/audience");
        answer.put("token-mint-endpoint", base + "/mint-token");
        answer.put("features", MintBody.FEATURES);
        answer.put("default-features", MintBody.DEFAULT_FEATURES);
        return PypiMint.json(answer);
    }

    private ResponseEntity<?> negotiated(
            HttpServletRequest request, Supplier<ResponseEntity<?>> answer) {
        return isAcceptable(request.getHeader(HttpHeaders.ACCEPT))
                ? answer.get()
                : problems.answer(
                        Problem.of(
                                ProblemCode.NOT_ACCEPTABLE,
                                "Served are application/json and " + OWN_TYPE));
    }

    private static boolean isAcceptable(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .filter(range -> range.getQualityValue() > 0)
                    .anyMatch(
                            range ->
                                    range.includes(MediaType.APPLICATION_JSON)
                                            || range.includes(OWN_TYPE));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
