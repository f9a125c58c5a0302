package dev.imprimatur.exchange;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.token.UploadTokens;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The exchange that cargo's credential action asks for, and the revocation at the end of its job.
 * The token reaches every crate that trusts the job, as the action expects.
 */
@RestController
@RequestMapping("/api/v1/trusted_publishing/tokens")
class CargoController {

    private final IndexesHere indexes;
    private final DialectAnswers answers;
    private final Revocation revocation;

    CargoController(IndexesHere indexes, DialectAnswers answers, Revocation revocation) {
        this.indexes = indexes;
        this.answers = answers;
        this.revocation = revocation;
    }

    @LimitedPerAddress
    @PostMapping
    ResponseEntity<?> exchange(HttpServletRequest request) throws IOException {
        List<PackageIndex> here = indexes.of(request, Ecosystem.CARGO);
        return JwtBody.read(request)
                .<ResponseEntity<?>>map(
                        token ->
                                answers.exchange(
                                        Dialect.CARGO,
                                        new ExchangeRequest(token, here, null, false),
                                        HttpStatus.OK,
                                        minted -> new MintedToken(minted.token().reveal())))
                .orElseGet(() -> answers.noIdentityToken(Dialect.CARGO, JwtBody.WANTED));
    }

    /**
     * Whoever has the token may end it. The answer is the same for one that is not there, so that
     * it says nothing to who tries; only a request without any token is told so.
     */
    @LimitedPerAddress
    @DeleteMapping
    ResponseEntity<?> revoke(
            HttpServletRequest request,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String authorization) {
        indexes.of(request, Ecosystem.CARGO);
        if (authorization == null || authorization.isBlank()) {
            return answers.refused(
                    Dialect.CARGO,
                    Problem.of(
                            ProblemCode.UNAUTHENTICATED,
                            "Send the upload token that is to be ended in the header"
                                    + " Authorization"));
        }
        UploadTokens.readAuthorization(authorization).ifPresent(revocation::burn);
        return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }

    private record MintedToken(String token) {

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "MintedToken[]";
        }
    }
}
