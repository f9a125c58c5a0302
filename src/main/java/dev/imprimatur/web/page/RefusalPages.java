package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.StorableText;
import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Attempt;
import dev.imprimatur.publisher.Attempts;
import dev.imprimatur.token.Provenances;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/**
 * Which exchanges for a project were refused, why, and whether they would be now. Each has a page
 * of its own, by the id that the CI log shows.
 */
@Controller
class RefusalPages {

    /** Far more than an id has, so that nobody is told that theirs is too long by a character. */
    private static final int LONGEST_ID = 64;

    private final ProjectGate gate;
    private final Attempts attempts;
    private final Provenances provenances;
    private final Providers providers;

    RefusalPages(
            ProjectGate gate, Attempts attempts, Provenances provenances, Providers providers) {
        this.gate = gate;
        this.attempts = attempts;
        this.provenances = provenances;
        this.providers = providers;
    }

    @GetMapping("/_/projects/{index}/{name}/refusals")
    String list(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String attempt,
            PageQuery query,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        String wanted = attempt.strip().toLowerCase(Locale.ROOT);
        if (find(project, account, wanted).isPresent()) {
            return "redirect:%s/refusals/%s"
                    .formatted(project.path(), UriUtils.encode(wanted, UTF_8));
        }
        List<Attempt> rows =
                attempts.newest(
                        project.index(),
                        project.project(),
                        account.caller(),
                        query.afterId().orElse(Long.MAX_VALUE),
                        query.fetch());
        model.addAttribute("project", project);
        model.addAttribute("wanted", wanted);
        model.addAttribute(
                "list",
                Listing.of(
                        query,
                        rows,
                        Attempt::event,
                        row -> ShownAttempt.of(row, provenances, providers)));
        return "project/refusals";
    }

    @GetMapping("/_/projects/{index}/{name}/refusals/{attempt}")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable String attempt,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        Attempt found = find(project, account, attempt).orElseThrow(RefusalPages::notThere);
        model.addAttribute("project", project);
        model.addAttribute("refusal", ShownAttempt.of(found, provenances, providers));
        model.addAttribute("explanation", ShownExplanation.of(found.now(), project, providers));
        return "project/refusal";
    }

    private Optional<Attempt> find(ShownProject project, AccountPrincipal account, String id) {
        return id.isEmpty() || id.length() > LONGEST_ID || !StorableText.is(id)
                ? Optional.empty()
                : attempts.find(project.index(), project.project(), account.caller(), id);
    }

    private static ProblemException notThere() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.NOT_FOUND, "No refusal of this project has this attempt id"));
    }
}
