package dev.imprimatur.web.page.project;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.Accounts;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Member;
import dev.imprimatur.project.Members;
import dev.imprimatur.project.Right;
import dev.imprimatur.project.Role;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.page.Who;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who has a part in a project: whoever sees it reads them, its owners change them. */
@Controller
@RequestMapping("/_/projects/{index}/{name}/members")
class MembersPage {

    /** Longer than any account's name. */
    private static final int LONGEST_NAME = 100;

    private final ProjectGate gate;
    private final Members members;
    private final Accounts accounts;

    MembersPage(ProjectGate gate, Members members, Accounts accounts) {
        this.gate = gate;
        this.members = members;
        this.accounts = accounts;
    }

    /**
     * A member in the list.
     *
     * @param themselves whether it is whoever looks, with credentials to leave by
     */
    record Row(String name, String role, Member member, Who addedBy, boolean themselves) {

        static Row of(Member member, Caller caller) {
            return new Row(
                    member.account().name(),
                    member.role().wireName(),
                    member,
                    Who.of(member.addedBy()),
                    Members.isThemselves(member.account().name(), caller));
        }
    }

    /**
     * What was sent from the page.
     *
     * @param account the name of an account
     * @param role which part; null: none was chosen
     * @param wrong what is wrong, as texts are called; null: nothing
     */
    record Wish(String account, @Nullable String role, @Nullable String wrong) {}

    @GetMapping
    String show(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        return page(project, page, account, new Wish("", null, null), model);
    }

    /** Adds a member, or gives one another role. */
    @PostMapping
    String put(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam("account") String wanted,
            @RequestParam(defaultValue = "") String role,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        ShownProject project = gate.enter(index, name, account, Right.OWN);
        Role part =
                Role.of(role)
                        .orElseThrow(
                                () ->
                                        ProblemException.invalidField(
                                                "role", "The role is owner or viewer"));
        Optional<Account> added = known(wanted.strip());
        if (added.isEmpty()) {
            return again(project, new Wish(wanted, role, "stranger"), account, model, response);
        }
        Members.Change change = members.put(project.project(), added.get(), part, account.caller());
        if (change instanceof Members.Done done) {
            Said.next(
                    request,
                    (done.added() ? "members.added." : "members.changed.") + part.wireName(),
                    added.get().name());
            return "redirect:" + project.path() + "/members";
        }
        return again(project, new Wish(wanted, role, wrong(change)), account, model, response);
    }

    /** Asks whoever is about to leave. */
    @GetMapping("/leave")
    String leave(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        Account self = account.caller().account();
        if (self == null
                || !Members.isThemselves(self.name(), account.caller())
                || members.find(project.project(), self.name()).isEmpty()) {
            throw ProblemException.notFound("You are no member of this project yourself");
        }
        model.addAttribute("project", project);
        model.addAttribute("account", self.name());
        return "project/leave";
    }

    @PostMapping("/remove")
    String remove(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam("account") String wanted,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean themselves = Members.isThemselves(wanted, account.caller());
        ShownProject project =
                gate.enter(index, name, account, themselves ? Right.VIEW : Right.OWN);
        Members.Change change =
                known(wanted).isEmpty()
                        ? new Members.NoMember()
                        : members.remove(project.project(), wanted, account.caller());
        if (change instanceof Members.Removed) {
            Said.next(
                    request,
                    themselves ? "members.left" : "members.removed",
                    themselves ? project.name() : wanted);
            return themselves && !account.caller().administrator()
                    ? "redirect:/_/projects"
                    : "redirect:" + project.path() + "/members";
        }
        return again(project, new Wish("", null, wrong(change)), account, model, response);
    }

    private String again(
            ShownProject project,
            Wish wish,
            AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        response.setStatus(422);
        PageQuery first = PageQuery.first(project.path() + "/members");
        return page(project, first, account, wish, model);
    }

    private String page(
            ShownProject project,
            PageQuery page,
            AccountPrincipal account,
            Wish wish,
            Model model) {
        String after = page.after() == null ? "" : page.after();
        model.addAttribute("project", project);
        model.addAttribute("wish", wish);
        model.addAttribute(
                "list",
                Listing.of(
                        page,
                        members.page(project.project(), after, page.fetch()),
                        member -> member.account().name(),
                        member -> Row.of(member, account.caller())));
        if (project.project().pending() != null) {
            model.addAttribute("pendingBy", Who.of(project.project().pending().by()));
        }
        return "project/members";
    }

    private Optional<Account> known(String name) {
        return name.length() <= LONGEST_NAME && StorableText.is(name)
                ? accounts.ofName(name)
                : Optional.empty();
    }

    private static String wrong(Members.Change change) {
        return switch (change) {
            case Members.LastOwner() -> "last-owner";
            case Members.StillPending() -> "pending";
            case Members.NoMember() -> "no-member";
            case Members.NotTheirs() -> throw ProjectPaths.noProject();
            case Members.Done _, Members.Removed _ -> throw new IllegalStateException();
        };
    }
}
