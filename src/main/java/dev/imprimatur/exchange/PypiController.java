package dev.imprimatur.exchange;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.token.UploadTokens;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * PyPI's own variant, which shipping clients derive from the host of the upload URL. Neither {@code
 * Accept} nor {@code Content-Type} nor any credentials are looked at: the clients send all kinds.
 */
@RestController
class PypiController {

    private final IndexesHere indexes;
    private final PypiMint mint;
    private final Revocation revocation;
    private final Problems problems;

    PypiController(IndexesHere indexes, PypiMint mint, Revocation revocation, Problems problems) {
        this.indexes = indexes;
        this.mint = mint;
        this.revocation = revocation;
        this.problems = problems;
    }

    @GetMapping("/_/oidc/audience")
    ResponseEntity<?> audience(HttpServletRequest request) {
        Optional<PackageIndex> index = indexes.theDefault(request);
        return index.<ResponseEntity<?>>map(mint::audience).orElseGet(mint::noIndexHere);
    }

    @LimitedPerAddress
    @PostMapping({"/_/oidc/mint-token", "/_/oidc/github/mint-token"})
    ResponseEntity<?> mint(HttpServletRequest request) throws IOException {
        List<PackageIndex> here = indexes.ofHostAlone(request);
        return here.isEmpty() ? mint.noIndexHere() : mint.mint(here, JsonBody.read(request));
    }

    /** The answer says nothing of whether there was such a token: whoever asks gets rid of it. */
    @LimitedPerAddress
    @PostMapping("/_/oidc/burn-token")
    ResponseEntity<?> burn(HttpServletRequest request) throws IOException {
        Optional<JsonNode> token =
                JsonBody.read(request).map(body -> body.path("token")).filter(JsonNode::isString);
        if (token.isEmpty()) {
            return problems.answer(
                    Problem.of(
                            ProblemCode.INVALID_PAYLOAD,
                            "The body must be one JSON object with the upload token as member"
                                    + " token"));
        }
        UploadTokens.read(token.get().stringValue()).ifPresent(revocation::burn);
        return ResponseEntity.accepted().build();
    }
}
