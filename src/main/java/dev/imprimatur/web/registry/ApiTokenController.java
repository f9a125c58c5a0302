package dev.imprimatur.web.registry;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.NewApiToken;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

/**
 * API tokens: each account its own, an administrator all; the text of a new one is answered once
 * and never again.
 *
 * <p>Intent: no credentials make wider ones. A person may do all that a token of theirs may; an API
 * token makes no others unless nothing is out of its reach.
 */
@RestController
@RequestMapping("/_/api/v1/api-tokens")
class ApiTokenController {

    private final ApiTokens tokens;
    private final Indexes indexes;
    private final Problems problems;

    ApiTokenController(ApiTokens tokens, Indexes indexes, Problems problems) {
        this.tokens = tokens;
        this.indexes = indexes;
        this.problems = problems;
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
                page, rows(account.caller(), after, page.fetch()), ApiToken::id, ApiTokenView::of);
    }

    @PostMapping
    ResponseEntity<?> create(
            @RequestBody ApiTokenForm.Wish wish,
            @AuthenticationPrincipal AccountPrincipal account) {
        Caller caller = account.caller();
        boolean operators = Boolean.TRUE.equals(wish.operator()) || caller.account() == null;
        if (caller.apiToken() != null && !caller.isAdmin()) {
            throw ProjectPaths.forbidden(
                    "An API token makes no other ones, unless it is an administrator's without any"
                            + " limit: come with an access token of your identity provider");
        }
        if (operators && !caller.isAdmin()) {
            throw ProjectPaths.forbidden("Only an administrator makes tokens of the operator's");
        }
        return switch (new ApiTokenForm(indexes).read(wish)) {
            case ApiTokenForm.Invalid(var errors) -> problems.answer(invalid(errors));
            case ApiTokenForm.Complete(var name, var scope, var projects) ->
                    answer(
                            tokens.create(
                                    new NewApiToken(
                                            name,
                                            operators ? null : caller.account(),
                                            scope,
                                            projects,
                                            wish.expiresAt()),
                                    account.actor()));
        };
    }

    @DeleteMapping("/{id}")
    ResponseEntity<?> remove(
            @PathVariable long id, @AuthenticationPrincipal AccountPrincipal account) {
        Caller caller = account.caller();
        Optional<ApiToken> token = tokens.ofId(id).filter(found -> isSeen(found, caller));
        if (token.isPresent() && caller.scope() != Scope.ADMIN && !isItself(token.get(), caller)) {
            throw ProjectPaths.forbidden(
                    "This takes credentials of the scope admin; these have the scope "
                            + caller.scope().wireName());
        }
        return token.isPresent() && tokens.remove(id, account.actor())
                ? ResponseEntity.noContent().build()
                : problems.answer(Problem.of(ProblemCode.NOT_FOUND, "There is no such API token"));
    }

    private List<ApiToken> rows(Caller caller, long after, int limit) {
        if (caller.isAdmin()) {
            return tokens.page(after, limit);
        }
        Account account = caller.account();
        if (account != null) {
            return tokens.pageOf(account, after, limit);
        }
        // A token of the operator's that is limited knows of itself alone.
        long self = Objects.requireNonNull(caller.apiToken());
        return self > after ? tokens.ofId(self).stream().toList() : List.of();
    }

    private static boolean isSeen(ApiToken token, Caller caller) {
        Account account = caller.account();
        return caller.isAdmin()
                || isItself(token, caller)
                || (account != null
                        && token.account() != null
                        && token.account().id() == account.id());
    }

    private static boolean isItself(ApiToken token, Caller caller) {
        return caller.apiToken() != null && caller.apiToken() == token.id();
    }

    private ResponseEntity<?> answer(ApiTokens.Creation creation) {
        return switch (creation) {
            case ApiTokens.Created created ->
                    ResponseEntity.created(
                                    URI.create("/_/api/v1/api-tokens/" + created.token().id()))
                            .cacheControl(CacheControl.noStore())
                            .body(CreatedToken.of(created));
            case ApiTokens.NameTaken(var existing) ->
                    problems.answer(
                            Problem.of(
                                            ProblemCode.DUPLICATE,
                                            "There is an API token of this name already")
                                    .withMembers(Map.of("existing_id", existing.id())));
            case ApiTokens.TooMany(int most) ->
                    problems.answer(
                            invalid(
                                    "name",
                                    "An account has %d API tokens at most: remove one first"
                                            .formatted(most)));
            case ApiTokens.UnfitExpiry(String reason) ->
                    problems.answer(invalid("expires_at", reason));
        };
    }

    private static Problem invalid(String field, String sentence) {
        return invalid(List.of(new Problem.InvalidField(field, "invalid", sentence)));
    }

    private static Problem invalid(List<Problem.InvalidField> errors) {
        return Problem.of(ProblemCode.INVALID_FIELDS, errors.getFirst().message())
                .withFields(errors);
    }
}
