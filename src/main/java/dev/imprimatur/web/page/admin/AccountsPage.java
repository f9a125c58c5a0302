package dev.imprimatur.web.page.admin;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.AccountList;
import dev.imprimatur.account.Accounts;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ListedAccount;
import dev.imprimatur.project.Members;
import dev.imprimatur.project.Membership;
import dev.imprimatur.web.ApiTokenCalls;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The people who were here, what they look after, and their API tokens, which may be removed. */
@Controller
class AccountsPage {

    private static final String ONE = "/_/admin/accounts/{account}";
    private static final String REMOVE = ONE + "/tokens/{id}/remove";

    /** As many as one may have; see {@link ApiTokens}. */
    private static final int ALL_TOKENS = 100;

    private final ProjectPaths gate;
    private final AccountList list;
    private final Accounts accounts;
    private final Members members;
    private final ApiTokens tokens;
    private final ApiTokenCalls calls;

    AccountsPage(
            ProjectPaths gate,
            AccountList list,
            Accounts accounts,
            Members members,
            ApiTokens tokens,
            ApiTokenCalls calls) {
        this.gate = gate;
        this.list = list;
        this.accounts = accounts;
        this.members = members;
        this.tokens = tokens;
        this.calls = calls;
    }

    @GetMapping("/_/admin/accounts")
    String list(
            @RequestParam(defaultValue = "") String q,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        gate.requireAdmin(account.caller());
        List<ListedAccount> rows =
                list.page(q, Objects.requireNonNullElse(page.after(), ""), page.fetch());
        model.addAttribute("q", q);
        model.addAttribute(
                "accounts",
                Listing.of(page, rows, row -> row.account().name(), Function.identity()));
        return "admin/accounts";
    }

    @GetMapping(ONE)
    String one(
            @PathVariable("account") String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        gate.requireAdmin(account.caller());
        Account person = find(name);
        String[] after = place(page);
        List<Membership> rows = members.of(person, after[0], after[1], page.fetch());
        model.addAttribute("person", person);
        model.addAttribute(
                "projects",
                Listing.of(
                        page,
                        rows,
                        row -> row.indexId() + ":" + row.name().normalized(),
                        Function.identity()));
        model.addAttribute("tokens", tokens.pageOf(person, 0, ALL_TOKENS));
        return "admin/account";
    }

    @GetMapping(REMOVE)
    String ask(
            @PathVariable("account") String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        gate.requireAdmin(account.caller());
        model.addAttribute("person", find(name));
        model.addAttribute("token", ofPerson(name, id, account));
        return "admin/remove-token";
    }

    @PostMapping(REMOVE)
    String remove(
            @PathVariable("account") String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        gate.requireAdmin(account.caller());
        ApiToken token = ofPerson(name, id, account);
        calls.remove(id, account.caller());
        Said.next(request, "account.tokens.said.removed", token.name());
        return "redirect:/_/admin/accounts/" + find(name).name();
    }

    private Account find(String name) {
        return Optional.of(name)
                .filter(StorableText::is)
                .flatMap(accounts::ofName)
                .orElseThrow(() -> ProblemException.notFound("There is no such account"));
    }

    private ApiToken ofPerson(String name, long id, AccountPrincipal account) {
        ApiToken token = calls.removable(id, account.caller());
        Account holder = token.account();
        if (holder == null || !holder.name().equals(name)) {
            throw ProblemException.notFound("There is no such API token");
        }
        return token;
    }

    /** The index and the name behind which the page begins. */
    private static String[] place(PageQuery page) {
        String after = page.after();
        String[] parts = after == null ? new String[] {"", ""} : after.split(":", 2);
        if (parts.length != 2) {
            throw PageQuery.malformed();
        }
        return parts;
    }
}
