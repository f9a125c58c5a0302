package dev.imprimatur.web.page;

import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Explanation;
import dev.imprimatur.web.JobExplanations;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Says how a job that somebody pastes would fare. Intent: what is pasted may be good for an upload
 * token, so it comes back in no answer, not even in the box that it was pasted into.
 */
@Controller
class ExplainPage {

    private static final String ADDRESS = "/_/projects/{index}/{name}/refusals/explain";

    private final ProjectGate gate;
    private final JobExplanations explanations;
    private final Providers providers;

    ExplainPage(ProjectGate gate, JobExplanations explanations, Providers providers) {
        this.gate = gate;
        this.explanations = explanations;
        this.providers = providers;
    }

    @GetMapping(ADDRESS)
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        return page(gate.enter(index, name, account, Right.VIEW), "", model);
    }

    @PostMapping(ADDRESS)
    String explain(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String job,
            @RequestParam(defaultValue = "") String provider,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        switch (PastedJob.read(job, provider, providers)) {
            case PastedJob.Wrong(String field, String key) -> {
                response.setStatus(422);
                model.addAttribute("wrongField", field);
                model.addAttribute("wrongKey", key);
            }
            case PastedJob.Claims(var whose, var claims) ->
                    model.addAttribute(
                            "explanation",
                            shown(
                                    explanations.ofClaims(
                                            project.index(),
                                            project.project(),
                                            account.caller(),
                                            whose,
                                            claims),
                                    project));
            case PastedJob.Token(String text) -> token(text, project, account, model, response);
        }
        return page(project, provider, model);
    }

    private void token(
            String text,
            ShownProject project,
            AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        try {
            model.addAttribute(
                    "explanation",
                    shown(
                            explanations.ofToken(
                                    project.index(), project.project(), account.caller(), text),
                            project));
        } catch (ProblemException e) {
            Problem problem = e.problem();
            response.setStatus(problem.status());
            if (problem.retryAfter() != null) {
                response.setHeader(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
            }
            model.addAttribute("wrongField", "job");
            model.addAttribute("wrongSentence", problem.detail());
        }
    }

    private ShownExplanation shown(Explanation explanation, ShownProject project) {
        return ShownExplanation.of(explanation, project, providers);
    }

    private String page(ShownProject project, String chosen, Model model) {
        model.addAttribute("project", project);
        model.addAttribute("providers", providers.all());
        model.addAttribute("chosen", chosen);
        return "project/explain";
    }
}
