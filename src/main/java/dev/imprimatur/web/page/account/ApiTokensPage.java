package dev.imprimatur.web.page.account;

import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.ApiTokenCalls;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The API tokens of whoever is signed in. Intent: the text of a new one is in the one page that
 * answers the form, and in no session, address or list; whoever loads that page anew is told that
 * the name is taken.
 */
@Controller
class ApiTokensPage {

    private static final String HERE = "/_/account/tokens";

    private static final List<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::wireName).toList();

    private final ApiTokenCalls calls;
    private final Indexes indexes;

    ApiTokensPage(ApiTokenCalls calls, Indexes indexes) {
        this.calls = calls;
        this.indexes = indexes;
    }

    @GetMapping(HERE)
    String list(
            @RequestParam(defaultValue = "false") boolean all,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        Caller caller = account.caller();
        // The operator's own tokens are nobody's: who comes with one sees all, as over the API.
        boolean everybody = caller.isAdmin() && (all || caller.account() == null);
        long after = page.afterId().orElse(0);
        List<ApiToken> rows =
                everybody
                        ? calls.page(caller, after, page.fetch())
                        : calls.own(caller, after, page.fetch());
        model.addAttribute("tokens", Listing.of(page, rows, ApiToken::id, Function.identity()));
        model.addAttribute("everybody", everybody);
        model.addAttribute("mayChoose", caller.isAdmin() && caller.account() != null);
        model.addAttribute("mayMake", ApiTokenCalls.mayMake(caller));
        return "account/tokens";
    }

    @GetMapping(HERE + "/new")
    String form(@AuthenticationPrincipal AccountPrincipal account, Model model) {
        return form(TokenForm.EMPTY, Map.of(), account.caller(), model);
    }

    @PostMapping(HERE + "/new")
    String create(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        TokenForm form = TokenForm.of(sent);
        try {
            if (form.hasNoSuchDay()) {
                throw ProblemException.invalidField("expires", "There is no such day");
            }
            ApiTokens.Created created = calls.create(form.wish(), account.caller());
            response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            model.addAttribute("token", created.token());
            model.addAttribute("secret", created.secret());
            return "account/token-made";
        } catch (ProblemException e) {
            Problem problem = e.problem();
            if (problem.code() == ProblemCode.FORBIDDEN) {
                throw e;
            }
            response.setStatus(422);
            return form(
                    form,
                    problem.fields().isEmpty()
                            ? Map.of("name", problem.detail())
                            : TokenForm.messages(problem.fields()),
                    account.caller(),
                    model);
        }
    }

    @GetMapping(HERE + "/{id}/remove")
    String ask(
            @PathVariable long id, @AuthenticationPrincipal AccountPrincipal account, Model model) {
        model.addAttribute("token", calls.removable(id, account.caller()));
        model.addAttribute("itself", Long.valueOf(id).equals(account.caller().apiToken()));
        return "account/remove-token";
    }

    @PostMapping(HERE + "/{id}/remove")
    String remove(
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        ApiToken token = calls.removable(id, account.caller());
        calls.remove(id, account.caller());
        Said.next(request, "account.tokens.said.removed", token.name());
        return "redirect:" + HERE;
    }

    private String form(TokenForm form, Map<String, String> errors, Caller caller, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("scopes", SCOPES);
        model.addAttribute("indexes", indexes.all().stream().map(PackageIndex::id).toList());
        model.addAttribute("mayMake", ApiTokenCalls.mayMake(caller));
        model.addAttribute("mayChoose", caller.isAdmin() && caller.account() != null);
        return "account/new-token";
    }
}
