package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.limit.LimitedPerAddress;
import dev.imprimatur.web.security.AccountPrincipal;
import dev.imprimatur.web.security.BrowserSessions;
import dev.imprimatur.web.security.PastedTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signs people in who paste an API token, and everybody out. */
@Controller
class SignInPage {

    private final PastedTokens tokens;
    private final BrowserSessions sessions;

    SignInPage(PastedTokens tokens, BrowserSessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @GetMapping(PagePaths.SIGN_IN)
    String show(
            @RequestParam(required = false) @Nullable String next,
            @AuthenticationPrincipal @Nullable AccountPrincipal account,
            Model model) {
        if (account != null) {
            return "redirect:" + PagePaths.backTo(next);
        }
        model.addAttribute("next", PagePaths.backTo(next));
        return "sign-in";
    }

    @LimitedPerAddress
    @PostMapping(PagePaths.SIGN_IN)
    String signIn(
            @RequestParam String token,
            @RequestParam(required = false) @Nullable String next,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<AccountPrincipal> account = tokens.whose(token.strip());
        if (account.isPresent()) {
            sessions.begin(account.get(), request, response);
            return "redirect:" + PagePaths.backTo(next);
        }
        response.setStatus(422);
        model.addAttribute("next", PagePaths.backTo(next));
        model.addAttribute("wrong", true);
        return "sign-in";
    }

    @PostMapping("/_/sign-out")
    String signOut(HttpServletRequest request) {
        sessions.end(request);
        return "redirect:" + PagePaths.SIGN_IN;
    }
}
