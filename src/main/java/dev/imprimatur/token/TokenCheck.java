package dev.imprimatur.token;

import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.token.UploadDecision.Cause;
import dev.imprimatur.token.UploadDecision.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Everything that can be wrong with an upload token, in one place: what an index asks with, what it
 * introspects and what a proxy sends are all held to the same list.
 */
@Component
class TokenCheck {

    private final Providers providers;
    private final TokenRows tokens;
    private final KillSwitches switches;
    private final Clock clock;

    TokenCheck(Providers providers, TokenRows tokens, KillSwitches switches, Clock clock) {
        this.providers = providers;
        this.tokens = tokens;
        this.switches = switches;
        this.clock = clock;
    }

    /** What is wrong with the token itself, whatever it is used for; empty: nothing. */
    Optional<Refused> token(TokenRow token, PackageIndex index) {
        if (!token.indexId().equals(index.id())) {
            return refused(Cause.WRONG_INDEX, "The upload token was minted for another index");
        }
        if (token.revoked()) {
            return refused(
                    Cause.REVOKED_TOKEN,
                    "The upload token was revoked. Run the job again to get another one");
        }
        if (token.consumed()) {
            return refused(
                    Cause.CONSUMED_TOKEN,
                    "The upload token was good for one upload, which was made. Ask for a multi-use"
                            + " token, or exchange once for each file");
        }
        if (!clock.instant().isBefore(token.expiresAt())) {
            return refused(
                    Cause.EXPIRED_TOKEN,
                    "The upload token has expired. Exchange the identity token shortly before the"
                            + " upload");
        }
        if (providers.ofId(token.provider()).isEmpty()) {
            return refused(
                    Cause.PUBLISHER_REMOVED,
                    "The identity provider of the upload token is switched off");
        }
        return switches.stopping(index.id(), token.provider())
                .map(
                        off ->
                                new Refused(
                                        Cause.NOT_ENABLED,
                                        "Trusted publishing is switched off at the moment: "
                                                + off.reason()));
    }

    /** The publisher that gives the right to a version of the project, the narrowest of several. */
    Choice choose(TokenRow token, @Nullable String version) {
        List<TokenRow.Grant> grants =
                usable(token).stream()
                        .sorted(
                                Comparator.comparingInt(
                                        (TokenRow.Grant grant) -> -grant.fields().size()))
                        .toList();
        ProviderDefinition provider = providers.ofId(token.provider()).orElseThrow();
        Optional<Refused> broken = Optional.empty();
        for (TokenRow.Grant grant : grants) {
            if (grant.blockedReason() != null) {
                return new Choice.No(
                        new Refused(
                                Cause.PROJECT_BLOCKED,
                                "Uploads of this project are blocked: " + grant.blockedReason()));
            }
            var mismatch = provider.versionMismatch(grant.fields(), token.claims(), version);
            if (mismatch.isEmpty()) {
                return new Choice.Yes(grant);
            }
            broken =
                    refused(
                            Cause.VERSION_MISMATCH,
                            version == null
                                    ? "The publisher binds %s to the version, and the index did not say which version this is"
                                            .formatted(mismatch.get().label())
                                    : "The publisher binds %s to the version that is uploaded, and the job ran for another one"
                                            .formatted(mismatch.get().label()));
        }
        return broken.or(() -> gone(token)).<Choice>map(Choice.No::new).orElseGet(Choice.None::new);
    }

    /**
     * Where there is a real project, only what it says counts; else a publisher for a pattern; else
     * the pending project that waits longest, of several that this workload is to be the first of.
     * Intent: nobody gets a name under the prefix of others by waiting behind their workflow.
     */
    private List<TokenRow.Grant> usable(TokenRow token) {
        List<TokenRow.Grant> real = token.grants().stream().filter(TokenRow.Grant::isReal).toList();
        if (!real.isEmpty()) {
            return real;
        }
        List<TokenRow.Grant> waiting = token.grants().stream().filter(this::isThere).toList();
        Optional<TokenRow.Standing> first =
                waiting.stream()
                        .map(TokenRow.Grant::standing)
                        .min(Comparator.comparing(TokenRow.Standing.Waiting.class::isInstance));
        return waiting.stream()
                .filter(grant -> grant.standing().equals(first.orElseThrow()))
                .toList();
    }

    /** Whether there is a project that may be published, or one that the first upload makes. */
    private boolean isThere(TokenRow.Grant grant) {
        return switch (grant.standing()) {
            case TokenRow.Standing.Real(), TokenRow.Standing.Absent(), TokenRow.Standing.Any() ->
                    true;
            case TokenRow.Standing.Waiting(long id, Instant until) ->
                    clock.instant().isBefore(until);
            case TokenRow.Standing.Lost(), TokenRow.Standing.Taken() -> false;
        };
    }

    /** Why the project of the token is none for it any more; empty: it has none. */
    private static Optional<Refused> gone(TokenRow token) {
        if (token.grants().isEmpty()) {
            return Optional.empty();
        }
        if (stands(token, TokenRow.Standing.Taken.class)) {
            return refused(
                    Cause.REVOKED_TOKEN,
                    "The upload token was revoked for this project. Run the job again to get"
                            + " another one");
        }
        return stands(token, TokenRow.Standing.Lost.class)
                ? refused(
                        Cause.NAME_TAKEN,
                        "The name of this project went to somebody else, whose first upload came"
                                + " before. Choose another name, or ask its owners to add the"
                                + " publisher")
                : refused(
                        Cause.PENDING_EXPIRED,
                        "The pending project had no upload in its time and has expired. A maintainer"
                                + " adds the publisher again, which begins the time anew");
    }

    private static boolean stands(TokenRow token, Class<? extends TokenRow.Standing> standing) {
        return token.grants().stream().map(TokenRow.Grant::standing).anyMatch(standing::isInstance);
    }

    /** Which publisher gives the right. */
    sealed interface Choice {
        /** This one. */
        record Yes(TokenRow.Grant grant) implements Choice {}

        /** One could, but for a reason. */
        record No(Refused refused) implements Choice {}

        /** None of the project is left, or none was ever there. */
        record None() implements Choice {}
    }

    /** No live publisher of the token is one of the project. */
    Refused none(TokenRow token) {
        return tokens.hasLostGrants(token)
                ? new Refused(
                        Cause.PUBLISHER_REMOVED,
                        "A trusted publisher under which the upload token was minted was removed or"
                                + " changed, and none that is left may publish this project")
                : new Refused(
                        Cause.WRONG_PROJECT,
                        "The upload token is not for this project: none of its trusted publishers may"
                                + " publish it");
    }

    /** Whether a publisher gives its right whatever is uploaded. */
    boolean isOpen(TokenRow token, TokenRow.Grant grant) {
        return isThere(grant)
                && grant.blockedReason() == null
                && providers
                        .ofId(token.provider())
                        .filter(
                                p ->
                                        p.versionMismatch(grant.fields(), token.claims(), null)
                                                .isEmpty())
                        .isPresent();
    }

    private static Optional<Refused> refused(Cause cause, String reason) {
        return Optional.of(new Refused(cause, reason));
    }
}
