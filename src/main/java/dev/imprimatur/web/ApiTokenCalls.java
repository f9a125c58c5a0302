package dev.imprimatur.web;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.NewApiToken;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes and removes API tokens for those who may, over the API and from the pages alike: each
 * account its own, an administrator all.
 *
 * <p>Intent: no credentials make wider ones. A person may do all that a token of theirs may; an API
 * token makes no others unless nothing is out of its reach.
 */
@Component
public class ApiTokenCalls {

    private final ApiTokens tokens;
    private final Indexes indexes;

    ApiTokenCalls(ApiTokens tokens, Indexes indexes) {
        this.tokens = tokens;
        this.indexes = indexes;
    }

    /** The tokens that a caller may know of, the oldest first, after this id. */
    public List<ApiToken> page(Caller caller, long after, int limit) {
        return caller.isAdmin() ? tokens.page(after, limit) : own(caller, after, limit);
    }

    /** Those that are the caller's own; with an operator's token that is this one. */
    public List<ApiToken> own(Caller caller, long after, int limit) {
        Account account = caller.account();
        if (account != null) {
            return tokens.pageOf(account, after, limit);
        }
        // A token of the operator's that is limited knows of itself alone.
        long self = Objects.requireNonNull(caller.apiToken());
        return self > after ? tokens.ofId(self).stream().toList() : List.of();
    }

    /** Whether these credentials make any others. */
    public static boolean mayMake(Caller caller) {
        return caller.apiToken() == null || caller.isAdmin();
    }

    /**
     * Makes a token; its text is in the answer and nowhere else.
     *
     * @throws ProblemException where the caller may not, or the wish cannot be met
     */
    public ApiTokens.Created create(ApiTokenForm.Wish wish, Caller caller) {
        boolean operators = Boolean.TRUE.equals(wish.operator()) || caller.account() == null;
        requireMayMake(caller, operators);
        return switch (new ApiTokenForm(indexes).read(wish)) {
            case ApiTokenForm.Invalid(var errors) -> throw invalid(errors);
            case ApiTokenForm.Complete(var name, var scope, var projects) ->
                    created(
                            tokens.create(
                                    new NewApiToken(
                                            name,
                                            operators ? null : caller.account(),
                                            scope,
                                            projects,
                                            wish.expiresAt()),
                                    caller.actor()));
        };
    }

    /**
     * The token of an id, if the caller may remove it.
     *
     * @throws ProblemException with 404 where there is none for them, with 403 where their
     *     credentials are not good for it
     */
    public ApiToken removable(long id, Caller caller) {
        ApiToken token =
                tokens.ofId(id)
                        .filter(found -> isSeen(found, caller))
                        .orElseThrow(ApiTokenCalls::none);
        if (caller.scope() != Scope.ADMIN && !isItself(token, caller)) {
            throw ProjectPaths.forbidden(
                    "This takes credentials of the scope admin; these have the scope "
                            + caller.scope().wireName());
        }
        return token;
    }

    /**
     * Removes a token.
     *
     * @throws ProblemException as {@link #removable}
     */
    public void remove(long id, Caller caller) {
        if (!tokens.remove(removable(id, caller).id(), caller.actor())) {
            throw none();
        }
    }

    private static void requireMayMake(Caller caller, boolean operators) {
        if (!mayMake(caller)) {
            throw ProjectPaths.forbidden(
                    "An API token makes no other ones, unless it is an administrator's without any"
                            + " limit: come with an access token of your identity provider");
        }
        if (operators && !caller.isAdmin()) {
            throw ProjectPaths.forbidden("Only an administrator makes tokens of the operator's");
        }
    }

    private static ApiTokens.Created created(ApiTokens.Creation creation) {
        return switch (creation) {
            case ApiTokens.Created created -> created;
            case ApiTokens.NameTaken(var existing) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemCode.DUPLICATE,
                                            "There is an API token of this name already")
                                    .withMembers(Map.of("existing_id", existing.id())));
            case ApiTokens.TooMany(int most) ->
                    throw ProblemException.invalidField(
                            "name",
                            "An account has %d API tokens at most: remove one first"
                                    .formatted(most));
            case ApiTokens.UnfitExpiry(String reason) ->
                    throw ProblemException.invalidField("expires_at", reason);
        };
    }

    private static boolean isSeen(ApiToken token, Caller caller) {
        Optional<Account> account = Optional.ofNullable(caller.account());
        return caller.isAdmin()
                || isItself(token, caller)
                || account.isPresent()
                        && token.account() != null
                        && token.account().id() == account.get().id();
    }

    private static boolean isItself(ApiToken token, Caller caller) {
        return caller.apiToken() != null && caller.apiToken() == token.id();
    }

    private static ProblemException none() {
        return ProblemException.notFound("There is no such API token");
    }

    private static ProblemException invalid(List<Problem.InvalidField> errors) {
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, errors.getFirst().message())
                        .withFields(errors));
    }
}
