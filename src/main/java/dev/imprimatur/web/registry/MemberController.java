package dev.imprimatur.web.registry;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Accounts;
import dev.imprimatur.project.Member;
import dev.imprimatur.project.Members;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.project.Role;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The members of a project: whoever sees it reads them, its owners change them. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}/members")
class MemberController {

    private final RegistryPaths paths;
    private final Members members;
    private final Accounts accounts;
    private final Problems problems;

    MemberController(RegistryPaths paths, Members members, Accounts accounts, Problems problems) {
        this.paths = paths;
        this.members = members;
        this.accounts = accounts;
        this.problems = problems;
    }

    record MemberView(String account, String role, Instant addedAt, String addedBy) {

        static MemberView of(Member member) {
            return new MemberView(
                    member.account().name(),
                    member.role().wireName(),
                    member.addedAt(),
                    member.addedBy());
        }
    }

    record Wish(@Nullable String role) {}

    @GetMapping
    ResponseEntity<Page<MemberView>> list(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.VIEW);
        String after = page.after() == null ? "" : page.after();
        return Page.answer(
                page,
                members.page(project, after, page.fetch()),
                member -> member.account().name(),
                MemberView::of);
    }

    @GetMapping("/{member}")
    MemberView one(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable String member,
            @AuthenticationPrincipal AccountPrincipal account) {
        return members.find(paths.project(paths.index(index), name, account, Right.VIEW), member)
                .map(MemberView::of)
                .orElseThrow(MemberController::noMember);
    }

    @PutMapping("/{member}")
    ResponseEntity<?> put(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable String member,
            @RequestBody Wish wish,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.OWN);
        Role role =
                Role.of(wish.role() == null ? "" : wish.role())
                        .orElseThrow(() -> invalid("role", "The role is owner or viewer"));
        Account added = accounts.ofName(member).orElseThrow(MemberController::stranger);
        return switch (members.put(project, added, role, account.caller())) {
            case Members.Done(Member done, boolean isNew) when isNew ->
                    ResponseEntity.created(
                                    RegistryPaths.location(
                                            known, project.name(), "members", added.name()))
                            .body(MemberView.of(done));
            case Members.Done(Member done, boolean _) -> ResponseEntity.ok(MemberView.of(done));
            case Members.Change other -> refused(other);
        };
    }

    @DeleteMapping("/{member}")
    ResponseEntity<?> remove(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable String member,
            @AuthenticationPrincipal AccountPrincipal account) {
        Right wanted = Members.isThemselves(member, account.caller()) ? Right.VIEW : Right.OWN;
        RegisteredProject project = paths.project(paths.index(index), name, account, wanted);
        return switch (members.remove(project, member, account.caller())) {
            case Members.Removed _ -> ResponseEntity.noContent().build();
            case Members.Change other -> refused(other);
        };
    }

    private ResponseEntity<byte[]> refused(Members.Change change) {
        return switch (change) {
            case Members.LastOwner() ->
                    problems.answer(
                            Problem.of(
                                    ProblemCode.LAST_OWNER,
                                    "This is the only owner of the project: make somebody else an"
                                            + " owner first"));
            case Members.StillPending() ->
                    problems.answer(
                            Problem.of(
                                    ProblemCode.PROJECT_PENDING,
                                    "This project has members once its first upload has made it a"
                                            + " real one; until then it is its claimant's"));
            case Members.NoMember() -> throw noMember();
            case Members.NotTheirs() -> throw ProjectPaths.noProject();
            case Members.Done _, Members.Removed _ -> throw new IllegalStateException();
        };
    }

    private static ProblemException noMember() {
        return ProblemException.notFound("This project has no such member");
    }

    private static ProblemException stranger() {
        return invalid(
                "account",
                "Nobody of this name was here before: ask them to sign in once, and look at their"
                        + " name in /_/api/v1/me");
    }

    private static ProblemException invalid(String field, String sentence) {
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                        .withFields(List.of(new Problem.InvalidField(field, "invalid", sentence))));
    }
}
