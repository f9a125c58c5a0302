package dev.imprimatur.web.page;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectList;
import dev.imprimatur.token.FirstSteps;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Where everybody begins: strangers read what this is, whoever has just installed it what to do
 * next, and whoever looks after projects which of them want something.
 */
@Controller
class FrontPage {

    /** A page of one's own has no need of paging: the list of all is one click away. */
    private static final int IN_SHORT = 8;

    private static final Duration SOON = Duration.ofDays(7);

    private final FirstSteps steps;
    private final Indexes indexes;
    private final ProjectList projects;
    private final Clock clock;

    FrontPage(FirstSteps steps, Indexes indexes, ProjectList projects, Clock clock) {
        this.steps = steps;
        this.indexes = indexes;
        this.projects = projects;
        this.clock = clock;
    }

    @GetMapping({"/_", PagePaths.FRONT})
    String show(@AuthenticationPrincipal @Nullable AccountPrincipal account, Model model) {
        if (account == null) {
            return "front/stranger";
        }
        Caller caller = account.caller();
        if (caller.isAdmin()) {
            steps(model);
        }
        model.addAttribute(
                "projects", projects.page(caller, ProjectList.Wanted.ALL, null, IN_SHORT));
        model.addAttribute("soon", clock.instant().plus(SOON));
        return "front/front";
    }

    /** Whoever types no more than the name of the host means the pages. */
    @GetMapping("/")
    String host() {
        return "redirect:" + PagePaths.FRONT;
    }

    private void steps(Model model) {
        List<String> configured = indexes.all().stream().map(PackageIndex::id).toList();
        FirstSteps.Done done = steps.done();
        if (configured.isEmpty() || !done.publisher() || !done.upload()) {
            model.addAttribute("indexes", configured);
            model.addAttribute("done", done);
        }
    }
}
