package dev.imprimatur.web.page.project;

import dev.imprimatur.project.Right;
import dev.imprimatur.token.LiveTokens;
import dev.imprimatur.token.LiveTokens.LiveToken;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The upload tokens that are good for a project at the moment, and their end. */
@Controller
class TokensPage {

    private final ProjectGate gate;
    private final LiveTokens tokens;
    private final Revocation revocation;

    TokensPage(ProjectGate gate, LiveTokens tokens, Revocation revocation) {
        this.gate = gate;
        this.tokens = tokens;
        this.revocation = revocation;
    }

    @GetMapping("/_/projects/{index}/{name}/tokens")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        List<LiveToken> rows =
                tokens.page(project.project(), page.afterId().orElse(0), page.fetch());
        model.addAttribute("project", project);
        model.addAttribute("list", Listing.of(page, rows, LiveToken::id, Function.identity()));
        return "project/tokens";
    }

    @PostMapping("/_/projects/{index}/{name}/tokens/{id}/revoke")
    String revoke(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        ShownProject project = gate.enter(index, name, account, Right.PUBLISH);
        boolean revoked = revocation.revoke(id, project.project(), account.caller());
        Said.next(request, revoked ? "tokens.revoked" : "tokens.gone");
        return "redirect:" + project.path() + "/tokens";
    }
}
