package dev.imprimatur.web.page.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.NameClaim;
import dev.imprimatur.project.NameClaims;
import dev.imprimatur.project.NameRules;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Waits;
import dev.imprimatur.web.PublisherProblems;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Says whether a name can be claimed, and goes on to the publisher that claims it. */
@Controller
class ClaimPage {

    private static final String PATH = "/_/projects/new";
    private static final String PAGE = "publisher/claim";

    private final Indexes indexes;
    private final NameClaims claims;
    private final Waits waits;

    ClaimPage(Indexes indexes, NameClaims claims, Waits waits) {
        this.indexes = indexes;
        this.claims = claims;
        this.waits = waits;
    }

    @GetMapping(PATH)
    String show(
            @RequestParam(defaultValue = "") String index,
            @RequestParam(defaultValue = "") String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        return page(index, name, account.caller(), model);
    }

    @PostMapping(PATH)
    String check(
            @RequestParam(defaultValue = "") String index,
            @RequestParam(defaultValue = "") String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        Caller caller = account.caller();
        Optional<PackageIndex> known = indexes.ofId(index);
        Optional<ProjectName> wanted = known.flatMap(there -> there.projectName(name.strip()));
        if (known.isPresent() && wanted.isPresent()) {
            NameClaim claim = claims.wouldClaim(known.get(), wanted.get(), caller);
            switch (claim) {
                case NameClaim.Free() -> {
                    return goOn(new PublishersOf(known.get(), wanted.get(), null));
                }
                case NameClaim.Granted(var project) -> {
                    return goOn(new PublishersOf(known.get(), project.name(), project));
                }
                case NameClaim.Taken() ->
                        model.addAttribute("taken", PublisherProblems.nameTaken().detail());
                case NameClaim.Denied(String reason) -> model.addAttribute("taken", reason);
            }
        } else {
            model.addAttribute(known.isEmpty() ? "noIndex" : "noName", true);
        }
        response.setStatus(422);
        return page(index, name, caller, model);
    }

    private static String goOn(PublishersOf of) {
        return "redirect:" + of.newPath();
    }

    private String page(String index, String name, Caller caller, Model model) {
        model.addAttribute("index", index);
        model.addAttribute("name", name);
        model.addAttribute("indexes", open(caller));
        model.addAttribute("days", Math.max(1, waits.lifetime().toDays()));
        return PAGE;
    }

    /** Those in which this caller may claim any name at all. */
    private List<PackageIndex> open(Caller caller) {
        return indexes.all().stream()
                .filter(index -> caller.administrator() || isOpen(index.names(), caller))
                .toList();
    }

    private static boolean isOpen(NameRules names, Caller caller) {
        return switch (names.claimedBy()) {
            case ANYONE -> true;
            case MEMBERS -> caller.member();
            case ADMINS -> false;
        };
    }
}
