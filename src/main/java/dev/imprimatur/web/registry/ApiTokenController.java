package dev.imprimatur.web.registry;

import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** API tokens: the text of a new one is answered once and never again. */
@RestController
@RequestMapping("/_/api/v1/api-tokens")
class ApiTokenController {

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    private final ApiTokens tokens;
    private final Problems problems;

    ApiTokenController(ApiTokens tokens, Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    record NewToken(@Nullable String name) {}

    record CreatedToken(long id, String name, Instant createdAt, String token) {

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "CreatedToken[id=" + id + "]";
        }
    }

    @GetMapping
    ResponseEntity<Page<ApiToken>> list(PageQuery page) {
        List<ApiToken> rows = tokens.page(page.afterId().orElse(0), page.fetch());
        return Page.answer(page, rows, ApiToken::id, token -> token);
    }

    @PostMapping
    ResponseEntity<?> create(
            @RequestBody NewToken wanted, @AuthenticationPrincipal AccountPrincipal account) {
        if (wanted.name() == null || !wanted.name().matches(NAME)) {
            return problems.answer(invalidName());
        }
        return switch (tokens.create(wanted.name(), account.actor())) {
            case ApiTokens.Created(var token, var secret) ->
                    ResponseEntity.created(URI.create("/_/api/v1/api-tokens/" + token.id()))
                            .cacheControl(CacheControl.noStore())
                            .body(
                                    new CreatedToken(
                                            token.id(),
                                            token.name(),
                                            token.createdAt(),
                                            secret.reveal()));
            case ApiTokens.NameTaken(var existing) ->
                    problems.answer(
                            Problem.of(
                                            ProblemCode.DUPLICATE,
                                            "There is an API token of this name already")
                                    .withMembers(Map.of("existing_id", existing.id())));
        };
    }

    @DeleteMapping("/{id}")
    ResponseEntity<?> remove(
            @PathVariable long id, @AuthenticationPrincipal AccountPrincipal account) {
        return tokens.remove(id, account.actor())
                ? ResponseEntity.noContent().build()
                : problems.answer(Problem.of(ProblemCode.NOT_FOUND, "There is no such API token"));
    }

    private static Problem invalidName() {
        String sentence =
                "A name has 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen, the first a"
                        + " letter or a digit";
        return Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                .withFields(List.of(new Problem.InvalidField("name", "invalid", sentence)));
    }
}
