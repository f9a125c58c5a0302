package dev.imprimatur.web.page.account;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeChoices;
import dev.imprimatur.notice.NoticeSettings;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What one hears of by mail, and what one would rather not. */
@Controller
class NotificationsPage {

    private static final String HERE = "/_/account/notifications";

    private final NoticeChoices choices;

    NotificationsPage(NoticeChoices choices) {
        this.choices = choices;
    }

    /**
     * One kind of news.
     *
     * @param always whether it goes out whatever one chose
     * @param sent whether the operator has mail sent about it
     * @param wanted whether it was not chosen to be silent
     */
    public record Line(String type, boolean always, boolean sent, boolean wanted) {}

    @GetMapping(HERE)
    String show(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        Account account = principal.caller().account();
        model.addAttribute("account", account);
        if (account != null) {
            NoticeSettings settings = choices.of(account);
            model.addAttribute("configured", choices.mail());
            model.addAttribute("mayChange", NoticeChoices.mayChange(principal.caller()));
            model.addAttribute("mail", settings.mail());
            model.addAttribute("lines", lines(settings));
        }
        return "account/notifications";
    }

    @PostMapping(HERE)
    String set(
            @RequestParam(defaultValue = "false") boolean mail,
            @RequestParam(required = false) @Nullable List<String> wanted,
            @AuthenticationPrincipal AccountPrincipal principal,
            HttpServletRequest request) {
        Caller caller = principal.caller();
        if (!NoticeChoices.mayChange(caller)) {
            throw ProjectPaths.forbidden(
                    "An API token may not change what its person hears of: sign in with your"
                            + " identity provider");
        }
        Set<String> heard = wanted == null ? Set.of() : Set.copyOf(wanted);
        Set<EventType> silent =
                choices.kinds().stream()
                        .map(NoticeChoices.Kind::type)
                        .filter(choices::isChoice)
                        .filter(type -> !heard.contains(type.wireName()))
                        .collect(Collectors.toSet());
        choices.set(new NoticeSettings(mail, silent), caller);
        Said.next(request, "account.notifications.said.saved");
        return "redirect:" + HERE;
    }

    private List<Line> lines(NoticeSettings settings) {
        return choices.kinds().stream()
                .map(
                        kind ->
                                new Line(
                                        kind.type().wireName(),
                                        kind.always(),
                                        kind.sent(),
                                        kind.always() || !settings.silent().contains(kind.type())))
                .toList();
    }
}
