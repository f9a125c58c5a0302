package dev.imprimatur.web.index;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.token.Introspection;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.token.UploadTokens;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Introspection (RFC 7662) and revocation (RFC 7009) of upload tokens, for the index that asks. */
@RestController
class OAuthController {

    private final ServiceProperties service;
    private final Indexes indexes;
    private final Introspection introspection;
    private final Revocation revocation;
    private final Problems problems;

    OAuthController(
            ServiceProperties service,
            Indexes indexes,
            Introspection introspection,
            Revocation revocation,
            Problems problems) {
        this.service = service;
        this.indexes = indexes;
        this.introspection = introspection;
        this.revocation = revocation;
        this.problems = problems;
    }

    @PostMapping("/_/oauth2/introspect")
    ResponseEntity<?> introspect(
            HttpServletRequest request, Principal principal, @RequestParam @Nullable String token) {
        if (token == null || !isOnceInBody(request)) {
            return missingToken();
        }
        PackageIndex index = asking(principal);
        Optional<Introspection.Active> active =
                UploadTokens.read(token).flatMap(text -> introspection.of(index, text));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(active.map(found -> active(found, index)).orElse(Map.of("active", false)));
    }

    @PostMapping("/_/oauth2/revoke")
    ResponseEntity<?> revoke(
            HttpServletRequest request, Principal principal, @RequestParam @Nullable String token) {
        if (token == null || !isOnceInBody(request)) {
            return missingToken();
        }
        PackageIndex index = asking(principal);
        UploadTokens.read(token).ifPresent(text -> revocation.revoke(text, index));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).build();
    }

    private Map<String, Object> active(Introspection.Active active, PackageIndex index) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("active", true);
        answer.put("token_type", "Bearer");
        answer.put("scope", "upload");
        answer.put("exp", active.expiresAt().getEpochSecond());
        answer.put("iat", active.issuedAt().getEpochSecond());
        answer.put("jti", Long.toString(active.id()));
        answer.put("sub", active.provenance().provider());
        answer.put("aud", index.audience());
        answer.put("iss", service.publicUrl());
        answer.put("projects", active.projects());
        answer.put("single_use", active.singleUse());
        answer.put("provenance", UploadView.Provenance.of(active.provenance()));
        return answer;
    }

    private ResponseEntity<?> missingToken() {
        return problems.answer(
                Dialect.OAUTH.of(
                        Problem.of(
                                ProblemCode.BAD_REQUEST,
                                "The form in the body must have the parameter token, once, and the"
                                        + " address must have no parameter")));
    }

    /**
     * A token in an address is in the logs of whatever stands between: nobody gets used to it. Of
     * two (RFC 6749, section 3.2) neither is believed.
     */
    private static boolean isOnceInBody(HttpServletRequest request) {
        return request.getQueryString() == null && request.getParameterValues("token").length == 1;
    }

    private PackageIndex asking(Principal principal) {
        return indexes.ofId(principal.getName()).orElseThrow();
    }
}
