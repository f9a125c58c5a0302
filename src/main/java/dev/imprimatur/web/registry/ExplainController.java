package dev.imprimatur.web.registry;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Caller;
import dev.imprimatur.identity.Examination;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.identity.Verification;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Explaining;
import dev.imprimatur.publisher.Explanation;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says why a job is refused. Intent: an identity token that is shown here is looked at and
 * forgotten: neither used up nor stored nor logged; so it stays as good as it was for whoever has
 * it.
 */
@RestController
class ExplainController {

    private final RegistryPaths paths;
    private final IdentityVerifier verifier;
    private final Providers providers;
    private final Explaining explaining;

    ExplainController(
            RegistryPaths paths,
            IdentityVerifier verifier,
            Providers providers,
            Explaining explaining) {
        this.paths = paths;
        this.verifier = verifier;
        this.providers = providers;
        this.explaining = explaining;
    }

    /** Either an identity token, or a provider and claims. */
    record Question(
            @Nullable String provider,
            @Nullable ObjectNode claims,
            @Nullable String identityToken) {

        /** Without what was shown: Spring writes what it reads into its debug log. */
        @Override
        public String toString() {
            return "Question";
        }
    }

    @PostMapping(RegistryPaths.INDEX + "/projects/{name}/publishers:explain")
    ResponseEntity<ExplanationView> explain(
            @PathVariable String index,
            @PathVariable String name,
            @RequestBody Question question,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.VIEW);
        Explanation explanation =
                question.identityToken() == null
                        ? ofClaims(known, project, account.caller(), question)
                        : ofToken(known, project, account.caller(), question);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(ExplanationView.of(explanation));
    }

    private Explanation ofClaims(
            PackageIndex index, RegisteredProject project, Caller caller, Question question) {
        String provider = question.provider();
        ObjectNode claims = question.claims();
        if (provider == null || claims == null || !StorableText.isAllOf(claims)) {
            throw notOneOfBoth();
        }
        return providers
                .ofId(provider)
                .map(known -> verifier.examine(known, claims, Set.of(index.audience())))
                .map(examined -> explaining.explain(index, project, caller, examined))
                .orElseGet(() -> explaining.explainUnknown(index, project, caller, provider));
    }

    private Explanation ofToken(
            PackageIndex index, RegisteredProject project, Caller caller, Question question) {
        String token = question.identityToken();
        if (token == null || question.provider() != null || question.claims() != null) {
            throw notOneOfBoth();
        }
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

    private static ProblemException notOneOfBoth() {
        return refused(
                Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "Show either identity_token alone, or provider and claims"));
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(problem);
    }
}
