package dev.imprimatur.web.registry;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeChoices;
import dev.imprimatur.notice.NoticeSettings;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What one hears of by mail. */
@RestController
@RequestMapping("/_/api/v1/me/notifications")
class NotificationController {

    private final NoticeChoices choices;

    NotificationController(NoticeChoices choices) {
        this.choices = choices;
    }

    /**
     * The body of a request: the whole of the settings.
     *
     * @param mail whether mail goes out beside that about security
     * @param silent the types of events that no mail goes out about even so
     */
    record NotificationChange(@Nullable Boolean mail, @Nullable List<@Nullable String> silent) {}

    /**
     * What is answered.
     *
     * @param configured whether the service sends mail at all
     * @param address where it goes; null: none is known, so nothing goes out
     */
    record NotificationView(
            boolean configured,
            @Nullable String address,
            boolean mail,
            List<String> silent,
            List<KindView> types) {}

    /**
     * One type of events.
     *
     * @param always whether it goes out whatever one chose
     * @param sent whether the operator has mail sent about it
     */
    record KindView(String type, boolean always, boolean sent) {

        static KindView of(NoticeChoices.Kind kind) {
            return new KindView(kind.type().wireName(), kind.always(), kind.sent());
        }
    }

    @GetMapping
    NotificationView read(@AuthenticationPrincipal AccountPrincipal principal) {
        return view(account(principal));
    }

    @PutMapping
    NotificationView set(
            @RequestBody NotificationChange change,
            @AuthenticationPrincipal AccountPrincipal principal) {
        Account account = account(principal);
        Caller caller = principal.caller();
        if (!NoticeChoices.mayChange(caller)) {
            throw forbidden(
                    "An API token may not change what its person hears of: come with an access"
                            + " token of your own");
        }
        choices.set(settings(change), caller);
        return view(account);
    }

    private NotificationView view(Account account) {
        NoticeSettings settings = choices.of(account);
        return new NotificationView(
                choices.mail(),
                account.email(),
                settings.mail(),
                settings.silent().stream().map(EventType::wireName).sorted().toList(),
                choices.kinds().stream().map(KindView::of).toList());
    }

    private NoticeSettings settings(NotificationChange change) {
        Boolean mail = change.mail();
        List<@Nullable String> silent = change.silent();
        if (mail == null) {
            throw ProblemException.invalidField("mail", "mail must be true or false");
        }
        if (silent == null) {
            throw ProblemException.invalidField("silent", "silent must be a list, empty for none");
        }
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (int i = 0; i < silent.size(); i++) {
            types.add(choice(silent.get(i), i));
        }
        return new NoticeSettings(mail, types);
    }

    private EventType choice(@Nullable String name, int number) {
        return EventType.of(name == null ? "" : name)
                .filter(choices::isChoice)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "silent[%d]".formatted(number),
                                        "Each must be one of the types of this list that do not"
                                                + " always go out"));
    }

    private static Account account(AccountPrincipal principal) {
        Account account = principal.caller().account();
        if (account == null) {
            throw forbidden("An API token of the operator's is no account, and gets no mail");
        }
        return account;
    }

    private static ProblemException forbidden(String sentence) {
        return new ProblemException(Problem.of(ProblemCode.FORBIDDEN, sentence));
    }
}
