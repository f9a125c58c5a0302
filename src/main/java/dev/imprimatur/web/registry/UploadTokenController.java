package dev.imprimatur.web.registry;

import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.token.LiveTokens;
import dev.imprimatur.token.LiveTokens.LiveToken;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The upload tokens that are good for a project now, and their end. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}/upload-tokens")
class UploadTokenController {

    private final RegistryPaths paths;
    private final LiveTokens tokens;
    private final Revocation revocation;

    UploadTokenController(RegistryPaths paths, LiveTokens tokens, Revocation revocation) {
        this.paths = paths;
        this.tokens = tokens;
        this.revocation = revocation;
    }

    /** A token as the API shows it: what its provider said, not what people make of it. */
    record LiveTokenView(
            long id,
            String provider,
            boolean singleUse,
            List<Long> publishers,
            Map<String, String> claims,
            String issuer,
            @Nullable String jti,
            Instant issuedAt,
            Instant expiresAt) {

        static LiveTokenView of(LiveToken token) {
            return new LiveTokenView(
                    token.id(),
                    token.provider(),
                    token.singleUse(),
                    token.publishers(),
                    token.claims(),
                    token.issuer(),
                    token.jti(),
                    token.issuedAt(),
                    token.expiresAt());
        }
    }

    @GetMapping
    ResponseEntity<Page<LiveTokenView>> list(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.VIEW);
        List<LiveToken> rows = tokens.page(project, page.afterId().orElse(0), page.fetch());
        return Page.answer(page, rows, LiveToken::id, LiveTokenView::of);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.PUBLISH);
        if (!revocation.revoke(id, project, account.caller())) {
            throw ProblemException.notFound("This project has no such upload token");
        }
        return ResponseEntity.noContent().build();
    }
}
