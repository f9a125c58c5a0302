package dev.imprimatur.web.page.account;

import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.project.Waits;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.security.AccountPrincipal;
import dev.imprimatur.web.security.BrowserSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Who one is here, how far that reaches, and the way out of all browsers at once. */
@Controller
class AccountPage {

    /** Nobody but an administrator has more; theirs are in the list of projects. */
    private static final int MOST = 200;

    private final ApiTokens tokens;
    private final Indexes indexes;
    private final Waits waits;
    private final PrefixOwners prefixes;
    private final BrowserSessions sessions;

    AccountPage(
            ApiTokens tokens,
            Indexes indexes,
            Waits waits,
            PrefixOwners prefixes,
            BrowserSessions sessions) {
        this.tokens = tokens;
        this.indexes = indexes;
        this.waits = waits;
        this.prefixes = prefixes;
        this.sessions = sessions;
    }

    /**
     * What one account may have in an index.
     *
     * @param claimedBy who may claim names there, as texts are called
     */
    public record Limits(String index, String claimedBy, int pendingProjects, int publishers) {

        static Limits of(PackageIndex index) {
            return new Limits(
                    index.id(),
                    index.names().claimedBy().name().toLowerCase(Locale.ROOT),
                    index.names().pendingPerAccount(),
                    index.names().publishersPerAccount());
        }
    }

    @GetMapping("/_/account")
    String show(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        Caller caller = account.caller();
        Optional<ApiToken> token = Optional.ofNullable(caller.apiToken()).flatMap(tokens::ofId);
        List<Limits> limits = indexes.all().stream().map(Limits::of).toList();
        model.addAttribute("caller", caller);
        model.addAttribute("standing", standing(caller));
        model.addAttribute("scope", caller.scope().wireName());
        model.addAttribute("tokenName", token.map(ApiToken::name).orElse(null));
        model.addAttribute("until", account.expiresAt());
        model.addAttribute("limits", limits);
        model.addAttribute("pending", waits.everywhere(caller, MOST));
        model.addAttribute("prefixes", prefixes.of(caller, MOST));
        return "account/account";
    }

    @PostMapping("/_/account/sign-out-everywhere")
    String signOutEverywhere(
            @AuthenticationPrincipal AccountPrincipal account, HttpServletRequest request) {
        sessions.endAll(account, request);
        return "redirect:" + PagePaths.SIGN_IN;
    }

    private static String standing(Caller caller) {
        if (caller.administrator()) {
            return caller.isAdmin() ? "administrator" : "limited";
        }
        return caller.member() ? "member" : "nobody";
    }
}
