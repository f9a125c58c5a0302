package dev.imprimatur.web.page;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.identity.LoginProviders;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.limit.LimitedPerAddress;
import dev.imprimatur.web.security.AccountPrincipal;
import dev.imprimatur.web.security.BrowserSessions;
import dev.imprimatur.web.security.TokenHolders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Signs people in who paste an API token, and everybody out; shows the way to the identity
 * providers, and what came of it.
 */
@Controller
class SignInPage {

    private static final String UNANSWERED = "unanswered";

    /** What a sign-in with an identity provider may come to, each with a sentence. */
    private static final Set<String> PROBLEMS = Set.of("denied", "expired", "unproven", UNANSWERED);

    private final TokenHolders tokens;
    private final BrowserSessions sessions;
    private final LoginProviders providers;
    private final ServiceProperties service;

    SignInPage(
            TokenHolders tokens,
            BrowserSessions sessions,
            LoginProviders providers,
            ServiceProperties service) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.providers = providers;
        this.service = service;
    }

    @ModelAttribute("providers")
    List<LoginProviders.Named> providers() {
        return providers.all();
    }

    @GetMapping(PagePaths.SIGN_IN)
    String show(
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String problem,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
            @AuthenticationPrincipal @Nullable AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        if (account != null) {
            return "redirect:" + PagePaths.backTo(next);
        }
        if (problem != null && PROBLEMS.contains(problem)) {
            model.addAttribute("problem", "sign-in.problem." + problem);
        }
        if (UNANSWERED.equals(problem)) {
            response.setStatus(503);
            response.setHeader(HttpHeaders.RETRY_AFTER, "10");
        }
        if (signedOut != null) {
            model.addAttribute("signedOut", true);
            elsewhere(signedOut).ifPresent(it -> model.addAttribute("elsewhere", it));
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
        String provider = sessions.provider(request).orElse("");
        sessions.end(request);
        return "redirect:" + PagePaths.SIGN_IN + "?signed-out=" + provider;
    }

    /**
     * Where one signs out of the identity provider, too. A link, no redirect: who signs out here
     * may well want to stay signed in everywhere else.
     */
    private Optional<Elsewhere> elsewhere(String provider) {
        return providers
                .way(provider)
                .flatMap(way -> way.signOut(service.publicUrl() + PagePaths.SIGN_IN))
                .map(address -> new Elsewhere(label(provider), address));
    }

    private String label(String provider) {
        return providers.all().stream()
                .filter(it -> it.id().equals(provider))
                .map(LoginProviders.Named::label)
                .findFirst()
                .orElse(provider);
    }

    /** An identity provider at which one may sign out, too. */
    record Elsewhere(String label, String address) {}
}
