package dev.imprimatur.notice;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionTemplate;

/** What people choose to hear of by mail; every change leaves its event. */
public final class NoticeChoices {

    private final NoticeTargets targets;
    private final SilencedNotices rows;
    private final EventLog events;
    private final TransactionTemplate transaction;

    NoticeChoices(
            NoticeTargets targets,
            SilencedNotices rows,
            EventLog events,
            TransactionTemplate transaction) {
        this.targets = targets;
        this.rows = rows;
        this.events = events;
        this.transaction = transaction;
    }

    /**
     * One kind of event that concerns people.
     *
     * @param type what happened
     * @param always whether it is about security, so that it goes out in any case
     * @param sent whether the operator has mail sent about it
     */
    public record Kind(EventType type, boolean always, boolean sent) {}

    /** Whether any mail is sent by this service. */
    public boolean mail() {
        return targets.mail() != null;
    }

    /** All that there is to hear of, by name. */
    public List<Kind> kinds() {
        MailTarget mail = targets.mail();
        return NoticeKind.all().stream()
                .map(
                        type ->
                                new Kind(
                                        type,
                                        NoticeKind.isSecurity(type),
                                        mail != null
                                                && mail.filter().types().contains(type.wireName())))
                .toList();
    }

    /** Whether somebody may choose to hear nothing of it; all else is refused by {@link #set}. */
    public boolean isChoice(EventType type) {
        return NoticeKind.isChoice(type);
    }

    /** What an account chose; all mail where it chose nothing. */
    public NoticeSettings of(Account account) {
        return rows.of(account.id());
    }

    /**
     * Whether somebody may change what they hear of. Intent: whoever finds an API token cannot hold
     * back the news of what they do with it, so its person has to come themselves.
     */
    public static boolean mayChange(Caller caller) {
        return caller.account() != null && caller.apiToken() == null;
    }

    /**
     * Sets what the caller hears of. The same again changes nothing, and leaves no event.
     *
     * @return false where the caller {@linkplain #mayChange may not}, and nothing happened
     * @throws IllegalArgumentException where something is to be silent that is no choice
     */
    public boolean set(NoticeSettings wanted, Caller caller) {
        if (!wanted.silent().stream().allMatch(this::isChoice)) {
            throw new IllegalArgumentException("Some of it goes out in any case");
        }
        Account account = caller.account();
        if (account == null || !mayChange(caller)) {
            return false;
        }
        transaction.executeWithoutResult(
                _ -> {
                    if (rows.hold(account.id()) && !rows.of(account.id()).equals(wanted)) {
                        rows.put(account.id(), wanted);
                        events.record(changed(account, wanted, caller));
                    }
                });
        return true;
    }

    private static Event changed(Account account, NoticeSettings wanted, Caller caller) {
        return new Event(
                EventType.NOTIFICATIONS_CHANGED,
                caller.actor(),
                null,
                List.of(),
                Map.of(
                        "account",
                        account.name(),
                        "mail",
                        wanted.mail(),
                        "silent",
                        wanted.silent().stream().map(EventType::wireName).sorted().toList()));
    }
}
