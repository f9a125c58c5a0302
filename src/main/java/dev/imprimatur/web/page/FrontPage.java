package dev.imprimatur.web.page;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.ListedProject;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectList;
import dev.imprimatur.publisher.Attention;
import dev.imprimatur.token.FirstSteps;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Where everybody begins: strangers read what this is, whoever has just installed it what to do
 * next, and whoever looks after projects which of them want something.
 */
@Controller
class FrontPage {

    /** A page of one's own has no need of paging: the list of all is one click away. */
    private static final int IN_SHORT = 8;

    /** Of so many of their projects somebody reads what wants something. */
    private static final int LOOKED_AFTER = 100;

    /** What is more is on the pages of the projects. */
    private static final int FEW = 5;

    private static final Duration SOON = Duration.ofDays(7);

    private final FirstSteps steps;
    private final Indexes indexes;
    private final ProjectList projects;
    private final Attention attention;
    private final Clock clock;

    FrontPage(
            FirstSteps steps,
            Indexes indexes,
            ProjectList projects,
            Attention attention,
            Clock clock) {
        this.steps = steps;
        this.indexes = indexes;
        this.projects = projects;
        this.attention = attention;
        this.clock = clock;
    }

    /** A publisher that is bound to nothing, and whether its time for that is over. */
    public record Unbound(ListedProject project, Attention.Unbound publisher, boolean over) {}

    /** A refused exchange for a project. */
    public record Refused(ListedProject project, Attention.Refused attempt) {}

    @GetMapping({"/_", PagePaths.FRONT})
    String show(@AuthenticationPrincipal @Nullable AccountPrincipal account, Model model) {
        if (account == null) {
            return "front/stranger";
        }
        Caller caller = account.caller();
        if (caller.isAdmin()) {
            steps(model);
        }
        List<ListedProject> seen =
                projects.page(
                        caller,
                        ProjectList.Wanted.ALL,
                        null,
                        caller.account() == null ? IN_SHORT : LOOKED_AFTER);
        Instant now = clock.instant();
        model.addAttribute("projects", seen.stream().limit(IN_SHORT).toList());
        model.addAttribute("soon", now.plus(SOON));
        attention(seen.stream().filter(ListedProject::isTheirs).toList(), now, model);
        return "front/front";
    }

    /**
     * Whoever types no more than the name of the host means the pages. To programs there is nothing
     * here, as before: gem looks at the address of its source, and stumbles over where this leads.
     */
    @GetMapping("/")
    String host(@RequestHeader HttpHeaders headers) throws NoHandlerFoundException {
        String accepted = headers.getFirst(HttpHeaders.ACCEPT);
        if (accepted == null || !accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            throw new NoHandlerFoundException("GET", "/", headers);
        }
        return "redirect:" + PagePaths.FRONT;
    }

    /** Of those projects alone that they look after: of others an administrator sees the events. */
    private void attention(List<ListedProject> theirs, Instant now, Model model) {
        Map<Long, ListedProject> byId =
                theirs.stream().collect(Collectors.toMap(ListedProject::id, Function.identity()));
        model.addAttribute(
                "ending",
                theirs.stream()
                        .filter(project -> endsBefore(project, now.plus(SOON)))
                        .limit(FEW)
                        .toList());
        model.addAttribute(
                "unbound",
                attention.unbound(byId.keySet(), FEW).stream()
                        .map(
                                row ->
                                        new Unbound(
                                                of(byId, row.project()),
                                                row,
                                                !now.isBefore(row.deadline())))
                        .toList());
        model.addAttribute(
                "refused",
                attention.refused(byId.keySet(), FEW).stream()
                        .map(row -> new Refused(of(byId, row.project()), row))
                        .toList());
    }

    private static boolean endsBefore(ListedProject project, Instant soon) {
        Instant until = project.pendingUntil();
        return until != null && until.isBefore(soon);
    }

    private static ListedProject of(Map<Long, ListedProject> projects, long id) {
        return Objects.requireNonNull(projects.get(id));
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
