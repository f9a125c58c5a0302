package dev.imprimatur.web.registry;

import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ApiTokenCalls;
import dev.imprimatur.web.ApiTokenForm;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API tokens; the text of a new one is answered once and never again. */
@RestController
@RequestMapping("/_/api/v1/api-tokens")
class ApiTokenController {

    private final ApiTokenCalls calls;

    ApiTokenController(ApiTokenCalls calls) {
        this.calls = calls;
    }

    record ApiTokenView(
            long id,
            String name,
            @Nullable String account,
            List<String> scopes,
            @Nullable List<ProjectGlob> projects,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static ApiTokenView of(ApiToken token) {
            return new ApiTokenView(
                    token.id(),
                    token.name(),
                    token.account() == null ? null : token.account().name(),
                    token.scope().contained().stream().map(Scope::wireName).toList(),
                    token.projects(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    record CreatedToken(
            long id,
            String name,
            @Nullable String account,
            List<String> scopes,
            @Nullable List<ProjectGlob> projects,
            Instant createdAt,
            @Nullable Instant expiresAt,
            String token) {

        static CreatedToken of(ApiTokens.Created created) {
            ApiTokenView view = ApiTokenView.of(created.token());
            return new CreatedToken(
                    view.id(),
                    view.name(),
                    view.account(),
                    view.scopes(),
                    view.projects(),
                    view.createdAt(),
                    view.expiresAt(),
                    created.secret().reveal());
        }

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "CreatedToken[id=" + id + "]";
        }
    }

    @GetMapping
    ResponseEntity<Page<ApiTokenView>> list(
            PageQuery page, @AuthenticationPrincipal AccountPrincipal account) {
        long after = page.afterId().orElse(0);
        return Page.answer(
                page,
                calls.page(account.caller(), after, page.fetch()),
                ApiToken::id,
                ApiTokenView::of);
    }

    @PostMapping
    ResponseEntity<CreatedToken> create(
            @RequestBody ApiTokenForm.Wish wish,
            @AuthenticationPrincipal AccountPrincipal account) {
        ApiTokens.Created created = calls.create(wish, account.caller());
        return ResponseEntity.created(URI.create("/_/api/v1/api-tokens/" + created.token().id()))
                .cacheControl(CacheControl.noStore())
                .body(CreatedToken.of(created));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable long id, @AuthenticationPrincipal AccountPrincipal account) {
        calls.remove(id, account.caller());
        return ResponseEntity.noContent().build();
    }
}
