package dev.imprimatur.web;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Caller;
import dev.imprimatur.identity.Examination;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.identity.Verification;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Explaining;
import dev.imprimatur.publisher.Explanation;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Explains a job that somebody shows, over REST and on a page alike. Intent: an identity token that
 * is shown is looked at and forgotten: neither used up nor stored nor logged; so it stays as good
 * as it was for whoever has it.
 */
@Component
public class JobExplanations {

    private final IdentityVerifier verifier;
    private final Providers providers;
    private final Explaining explaining;

    JobExplanations(IdentityVerifier verifier, Providers providers, Explaining explaining) {
        this.verifier = verifier;
        this.providers = providers;
        this.explaining = explaining;
    }

    /**
     * Of claims that nobody signed.
     *
     * @param provider the configured id of whose they are said to be; null: of one that is not on
     * @param claims whose texts can all be stored
     */
    public Explanation ofClaims(
            PackageIndex index,
            RegisteredProject project,
            Caller caller,
            @Nullable String provider,
            ObjectNode claims) {
        if (!StorableText.isAllOf(claims)) {
            throw new IllegalArgumentException("Texts that cannot be stored");
        }
        return providers
                .ofId(provider == null ? "" : provider)
                .map(known -> verifier.examine(known, claims, Set.of(index.audience())))
                .map(examined -> explaining.explain(index, project, caller, examined))
                .orElseGet(() -> explaining.explainUnknown(index, project, caller, provider));
    }

    /**
     * Of an identity token.
     *
     * @throws ProblemException where it is none, was not signed as it says, or that cannot be found
     *     out now
     */
    public Explanation ofToken(
            PackageIndex index, RegisteredProject project, Caller caller, String token) {
        return switch (verifier.examine(token, Set.of(index.audience()))) {
            case Examination.Examined(Examination examined) ->
                    explaining.explain(index, project, caller, examined);
            case Examination.Unproven(Verification why) -> ofUnproven(index, project, caller, why);
        };
    }

    private Explanation ofUnproven(
            PackageIndex index, RegisteredProject project, Caller caller, Verification why) {
        return switch (why) {
            case Verification.SwitchedOff() ->
                    explaining.explainUnknown(index, project, caller, null);
            case Verification.Malformed(String reason) ->
                    throw refused(Problem.of(ProblemCode.INVALID_PAYLOAD, reason));
            case Verification.Invalid(String reason) ->
                    throw refused(Problem.of(ProblemCode.INVALID_TOKEN, reason));
            case Verification.IssuerUnavailable(String reason, var retryAfter) ->
                    throw refused(
                            Problem.of(ProblemCode.ISSUER_UNAVAILABLE, reason)
                                    .retryAfter(retryAfter));
            case Verification.Proven _ -> throw new IllegalStateException("Proven is examined");
        };
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(problem);
    }
}
