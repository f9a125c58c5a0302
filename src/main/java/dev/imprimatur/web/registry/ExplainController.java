package dev.imprimatur.web.registry;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Explanation;
import dev.imprimatur.web.JobExplanations;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Says why a job is refused, to programs; {@link JobExplanations} sees to what is shown. */
@RestController
class ExplainController {

    private final RegistryPaths paths;
    private final JobExplanations explanations;

    ExplainController(RegistryPaths paths, JobExplanations explanations) {
        this.paths = paths;
        this.explanations = explanations;
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
        return explanations.ofClaims(index, project, caller, provider, claims);
    }

    private Explanation ofToken(
            PackageIndex index, RegisteredProject project, Caller caller, Question question) {
        String token = question.identityToken();
        if (token == null || question.provider() != null || question.claims() != null) {
            throw notOneOfBoth();
        }
        return explanations.ofToken(index, project, caller, token);
    }

    private static ProblemException notOneOfBoth() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "Show either identity_token alone, or provider and claims"));
    }
}
