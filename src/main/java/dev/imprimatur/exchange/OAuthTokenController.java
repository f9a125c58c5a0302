package dev.imprimatur.exchange;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * OAuth 2.0 Token Exchange (RFC 8693), for whatever has no dialect of its own: an index of any
 * kind, at its own host or at the service's, with metadata (RFC 8414) that says so. Nobody
 * authenticates as a client: the identity token is all the proof there is.
 */
@RestController
class OAuthTokenController {

    private final IndexesHere indexes;
    private final DialectAnswers answers;
    private final Clock clock;

    OAuthTokenController(IndexesHere indexes, DialectAnswers answers, Clock clock) {
        this.indexes = indexes;
        this.answers = answers;
        this.clock = clock;
    }

    @GetMapping("/.well-known/oauth-authorization-server/_")
    ResponseEntity<?> metadata(HttpServletRequest request) {
        return indexes.address(request)
                .<ResponseEntity<?>>map(
                        address ->
                                ResponseEntity.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .body(metadata(address)))
                .orElseGet(this::nothingHere);
    }

    @LimitedPerAddress
    @PostMapping("/_/oauth2/token")
    ResponseEntity<?> exchange(HttpServletRequest request) {
        Collection<PackageIndex> here = indexes.ofEveryKind(request);
        if (here.isEmpty()) {
            return nothingHere();
        }
        return switch (OAuthForm.read(request)) {
            case OAuthForm.Refused(ProblemCode code, String reason) ->
                    answers.refused(Dialect.OAUTH, Problem.of(code, reason));
            case OAuthForm.Wanted wanted -> {
                List<PackageIndex> meant = meant(wanted, here);
                yield meant.isEmpty()
                        ? answers.refused(
                                Dialect.OAUTH,
                                Problem.of(
                                        ProblemCode.INVALID_TARGET,
                                        "No package index here is the one of the parameter audience"
                                                + " or resource; leave both out, or send its id or its"
                                                + " audience"))
                        : answers.exchange(
                                Dialect.OAUTH,
                                new ExchangeRequest(
                                        wanted.identityToken(), meant, wanted.projects(), false),
                                HttpStatus.OK,
                                this::answer);
            }
        };
    }

    /** By its audience, or else by its id: what one index has as audience may be another's id. */
    private static List<PackageIndex> meant(
            OAuthForm.Wanted wanted, Collection<PackageIndex> here) {
        String audience = wanted.audience();
        boolean byAudience = here.stream().anyMatch(index -> index.audience().equals(audience));
        return here.stream()
                .filter(
                        index ->
                                audience == null
                                        || (byAudience ? index.audience() : index.id())
                                                .equals(audience))
                .filter(index -> wanted.resource() == null || isAt(index, wanted.resource()))
                .toList();
    }

    private static boolean isAt(PackageIndex index, String url) {
        return index.uploadUrls().stream().anyMatch(known -> known.toString().equals(url));
    }

    private MintedToken answer(Exchanged.Minted minted) {
        return new MintedToken(
                minted.token().reveal(),
                OAuthForm.ACCESS_TOKEN,
                "Bearer",
                Duration.between(clock.instant(), minted.expiresAt()).toSeconds(),
                Scope.write(minted.projects()));
    }

    private static Map<String, ?> metadata(String address) {
        List<String> nobody = List.of("none");
        List<String> basic = List.of("client_secret_basic");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", address + "/_");
        metadata.put("token_endpoint", address + "/_/oauth2/token");
        metadata.put("token_endpoint_auth_methods_supported", nobody);
        metadata.put("grant_types_supported", List.of(OAuthForm.GRANT_TYPE));
        // Required by the standard, for an endpoint that we do not have.
        metadata.put("response_types_supported", List.of());
        metadata.put("introspection_endpoint", address + "/_/oauth2/introspect");
        metadata.put("introspection_endpoint_auth_methods_supported", basic);
        metadata.put("revocation_endpoint", address + "/_/oauth2/revoke");
        metadata.put("revocation_endpoint_auth_methods_supported", basic);
        return metadata;
    }

    private ResponseEntity<?> nothingHere() {
        return answers.refused(
                Dialect.OAUTH,
                Problem.of(
                        ProblemCode.NOT_FOUND,
                        "No package index with trusted publishing is at this address. Check the host;"
                                + " a proxy in between must pass the Host header on"));
    }

    private record MintedToken(
            String accessToken,
            String issuedTokenType,
            String tokenType,
            long expiresIn,
            String scope) {

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "MintedToken[expiresIn=" + expiresIn + "]";
        }
    }
}
