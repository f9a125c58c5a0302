package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.token.UploadDecision.Cause;
import dev.imprimatur.token.UploadDecision.Refused;
import java.time.Clock;
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
    private final Clock clock;

    TokenCheck(Providers providers, TokenRows tokens, Clock clock) {
        this.providers = providers;
        this.tokens = tokens;
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
        return Optional.empty();
    }

    /** The publisher that gives the right to a version of the project, the narrowest of several. */
    Choice choose(TokenRow token, @Nullable String version) {
        List<TokenRow.Grant> grants =
                token.grants().stream()
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
        return broken.<Choice>map(Choice.No::new).orElseGet(Choice.None::new);
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
        return grant.blockedReason() == null
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
