package dev.imprimatur.web.index;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PathPattern;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.token.ForwardAuth;
import dev.imprimatur.token.UploadDecision;
import dev.imprimatur.token.UploadTokens;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a proxy asks before it lets a request through: nginx {@code auth_request}, Traefik {@code
 * forwardAuth}, Caddy {@code forward_auth}, Envoy {@code ext_authz}.
 */
@RestController
class ForwardAuthController {

    private static final String AUTHORIZE = "/_/authorize/";

    private static final String PROJECT = "X-Imprimatur-Project";

    /** Where clients put an upload token; those of NuGet in one of their own. */
    private static final List<String> TOKEN_HEADERS =
            List.of(HttpHeaders.AUTHORIZATION, "X-NuGet-ApiKey");

    /** Where proxies put the address that the client asked for. */
    private static final List<String> ORIGINAL_URI = List.of("X-Original-URI", "X-Forwarded-Uri");

    private final IndexPaths indexes;
    private final ForwardAuth forwardAuth;
    private final Problems problems;

    ForwardAuthController(IndexPaths indexes, ForwardAuth forwardAuth, Problems problems) {
        this.indexes = indexes;
        this.forwardAuth = forwardAuth;
        this.problems = problems;
    }

    /** Any method: proxies repeat the method of the client. */
    @RequestMapping({"/_/authorize/{index}", "/_/authorize/{index}/{*rest}"})
    ResponseEntity<?> authorize(
            HttpServletRequest request,
            @PathVariable String index,
            @PathVariable @Nullable String rest) {
        PackageIndex asked = indexes.index(index);
        Optional<Secret> token = token(request);
        if (token.isEmpty()) {
            return unauthenticated();
        }
        return switch (project(request, asked, rest)) {
            case Wanted.Unreadable() ->
                    problems.answer(
                            Problem.of(
                                    ProblemCode.WRONG_PROJECT,
                                    "The address of this request names no project that could be"
                                            + " published"));
            case Wanted.Unsaid() -> answer(forwardAuth.decide(asked, token.get(), null));
            case Wanted.Named(ProjectName name) ->
                    answer(forwardAuth.decide(asked, token.get(), name));
        };
    }

    /**
     * The upload token, in whichever header the client of an ecosystem puts it. Intent: whoever is
     * behind the proxy may look at any of them, so all that are there must present the same token;
     * of two that disagree neither is believed. Limit: so a client that sends credentials of
     * another kind in {@code Authorization} beside its {@code X-NuGet-ApiKey} is refused.
     */
    private static Optional<Secret> token(HttpServletRequest request) {
        List<Optional<Secret>> presented =
                TOKEN_HEADERS.stream()
                        .flatMap(name -> Collections.list(request.getHeaders(name)).stream())
                        .filter(value -> !value.isBlank())
                        .map(UploadTokens::readAuthorization)
                        .toList();
        Optional<Secret> first = presented.isEmpty() ? Optional.empty() : presented.getFirst();
        return first.filter(
                token ->
                        presented.stream()
                                .allMatch(
                                        other ->
                                                other.isPresent()
                                                        && Arrays.equals(
                                                                token.hash(), other.get().hash())));
    }

    private ResponseEntity<?> answer(ForwardAuth.Passage passage) {
        return switch (passage) {
            case ForwardAuth.Passage.Open(long tokenId, List<String> projects) ->
                    ResponseEntity.noContent()
                            .cacheControl(CacheControl.noStore())
                            .header("X-Imprimatur-Projects", String.join(",", projects))
                            .header("X-Imprimatur-Upload-Token-Id", Long.toString(tokenId))
                            .build();
            case ForwardAuth.Passage.Closed(
                            UploadDecision.Refused(UploadDecision.Cause cause, String reason)) ->
                    problems.answer(
                            Problem.of(ProblemCode.valueOf(cause.name()), reason)
                                    .withStatus(HttpStatus.FORBIDDEN.value()));
        };
    }

    private ResponseEntity<?> unauthenticated() {
        return problems.answer(
                Problem.of(
                                ProblemCode.UNAUTHENTICATED,
                                "The request carries no upload token, or headers that disagree"
                                        + " about it. Exchange an identity token for one, and send"
                                        + " it as your client does: as password of the user"
                                        + " __token__, as bearer token, or as X-NuGet-ApiKey")
                        .withHeaders(
                                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"upload\"")));
    }

    /** What a deployment says about the project of a request. */
    private sealed interface Wanted {
        /** This one. */
        record Named(ProjectName name) implements Wanted {}

        /** Something that is no name, or no address that the pattern knows. */
        record Unreadable() implements Wanted {}

        /** Nothing: it has no header and no pattern. */
        record Unsaid() implements Wanted {}
    }

    /**
     * The configured pattern decides where there is one; only else the header. Intent: a header
     * that a proxy does not set is the client's, and must not take the place of the address.
     */
    private static Wanted project(
            HttpServletRequest request, PackageIndex index, @Nullable String rest) {
        PathPattern pattern = index.projectPattern();
        if (pattern != null) {
            return wanted(index, onlyOne(originalPaths(request, rest)).flatMap(pattern::project));
        }
        Set<String> named = Set.copyOf(Collections.list(request.getHeaders(PROJECT)));
        return named.isEmpty() ? new Wanted.Unsaid() : wanted(index, onlyOne(named));
    }

    private static Wanted wanted(PackageIndex index, Optional<String> text) {
        return text.flatMap(index::projectName)
                .<Wanted>map(Wanted.Named::new)
                .orElseGet(Wanted.Unreadable::new);
    }

    /** Of several headers one may be the client's: where they differ, none is believed. */
    private static Optional<String> onlyOne(Set<String> said) {
        return said.size() == 1 ? Optional.of(said.iterator().next()) : Optional.empty();
    }

    private static Set<String> originalPaths(HttpServletRequest request, @Nullable String rest) {
        Set<String> paths = new HashSet<>();
        for (String header : ORIGINAL_URI) {
            for (String uri : Collections.list(request.getHeaders(header))) {
                paths.add(uri.split("\\?", 2)[0]);
            }
        }
        if (rest != null && rest.length() > 1) {
            String whole = request.getRequestURI();
            paths.add(whole.substring(whole.indexOf('/', AUTHORIZE.length())));
        }
        return paths;
    }
}
