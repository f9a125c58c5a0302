package dev.imprimatur.web.page.project;

import dev.imprimatur.project.ProjectSettings;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.project.TrustedOnly;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.page.Who;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What is set for a project: its owners say which uploads its index takes, administrators whether
 * there are any, and whether there is the project.
 */
@Controller
@RequestMapping("/_/projects/{index}/{name}/settings")
class SettingsPage {

    private final ProjectGate gate;
    private final ProjectSettings settings;
    private final Projects projects;
    private final Publishers publishers;
    private final Clock clock;

    SettingsPage(
            ProjectGate gate,
            ProjectSettings settings,
            Projects projects,
            Publishers publishers,
            Clock clock) {
        this.gate = gate;
        this.settings = settings;
        this.projects = projects;
        this.publishers = publishers;
        this.clock = clock;
    }

    @GetMapping
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        return page(gate.enter(index, name, account, Right.VIEW), null, model);
    }

    @PostMapping("/trusted-only")
    String trustedOnly(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam boolean on,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        ShownProject project = gate.enter(index, name, account, Right.OWN);
        boolean done =
                on
                        ? settings.requireToken(project.project(), account.caller())
                        : settings.stopRequiringToken(project.project(), account.caller());
        if (!done) {
            throw ProjectPaths.noProject();
        }
        Said.next(request, on ? "settings.trusted-only.on" : "settings.trusted-only.ending");
        return "redirect:" + project.path() + "/settings";
    }

    @PostMapping("/block")
    String block(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam String reason,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        ShownProject project = real(gate.enter(index, name, account, Right.ADMIN));
        if (!Projects.BlockChange.isReason(reason.strip())) {
            response.setStatus(422);
            return page(project, reason, model);
        }
        change(project, reason.strip(), account);
        Said.next(request, "settings.blocked.done");
        return "redirect:" + project.path() + "/settings";
    }

    @PostMapping("/unblock")
    String unblock(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        ShownProject project = real(gate.enter(index, name, account, Right.ADMIN));
        change(project, null, account);
        Said.next(request, "settings.unblocked.done");
        return "redirect:" + project.path() + "/settings";
    }

    /** Asks before a project goes. */
    @GetMapping("/remove")
    String askToRemove(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = removable(index, name, account);
        project(project, model);
        model.addAttribute("publishers", publishers.page(project.project(), 0, 200).size());
        return "project/remove";
    }

    @PostMapping("/remove")
    String remove(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        ShownProject project = removable(index, name, account);
        if (!publishers.removeProject(project.index(), project.project(), account.caller())) {
            throw ProjectPaths.noProject();
        }
        Said.next(
                request,
                project.project().isPending() ? "settings.let-go.done" : "settings.removed.done",
                project.name());
        return "redirect:/_/projects";
    }

    /** Whoever waits for a name may let it go; a real project has files in the index. */
    private ShownProject removable(String index, String name, AccountPrincipal account) {
        ShownProject project = gate.enter(index, name, account, Right.OWN);
        if (!project.project().isPending()) {
            gate.require(project, account, Right.ADMIN);
        }
        return project;
    }

    /** A name that is waited for would become a real project by being blocked. */
    private static ShownProject real(ShownProject project) {
        if (project.project().isPending()) {
            throw ProjectPaths.noProject();
        }
        return project;
    }

    private void change(ShownProject project, @Nullable String reason, AccountPrincipal account) {
        projects.register(
                project.index(),
                project.project().name(),
                new Projects.BlockChange(reason),
                account.caller());
    }

    /** Who waits for it stands beside what ends the wait: it may be somebody else's. */
    private static void project(ShownProject shown, Model model) {
        model.addAttribute("project", shown);
        RegisteredProject.Pending pending = shown.project().pending();
        if (pending != null) {
            model.addAttribute("pendingBy", Who.of(pending.by()));
        }
    }

    /**
     * The page.
     *
     * @param wrong the reason that was sent and is none; null: none was sent
     */
    private String page(ShownProject shown, @Nullable String wrong, Model model) {
        RegisteredProject project = shown.project();
        TrustedOnly wish = project.trustedOnly();
        boolean holds = wish != null && wish.holds(clock.instant());
        project(shown, model);
        model.addAttribute("trustedOnly", holds);
        model.addAttribute("ends", wish != null && holds ? wish.ends() : null);
        model.addAttribute("shutOut", holds && publishers.page(project, 0, 1).isEmpty());
        model.addAttribute("reason", wrong);
        return "project/settings";
    }
}
