package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who has which part in a project: every change here leaves its event, and a project that has an
 * owner keeps one.
 */
@Service
public class Members {

    private final MemberRows rows;
    private final Access access;
    private final EventLog events;
    private final Clock clock;

    Members(MemberRows rows, Access access, EventLog events, Clock clock) {
        this.rows = rows;
        this.access = access;
        this.events = events;
        this.clock = clock;
    }

    /** What a change comes to. */
    public sealed interface Change {}

    /** It was made, or is as it was wished already. */
    public record Done(Member member, boolean added) implements Change {}

    /** It was removed. */
    public record Removed(Member member) implements Change {}

    /** It is no member. */
    public record NoMember() implements Change {}

    /** It would leave the project without an owner. */
    public record LastOwner() implements Change {}

    /** Nobody but its claimant has a part in a project that waits for its first upload. */
    public record StillPending() implements Change {}

    /** In this very moment the caller lost the right to it. */
    public record NotTheirs() implements Change {}

    /** The members of a project by their names, after this one. */
    public List<Member> page(RegisteredProject project, String after, int limit) {
        return rows.page(project.id(), after, limit);
    }

    /**
     * The projects of which an account is a member, by index and name, in the order of their bytes.
     *
     * @param afterIndex only those behind this index and {@code afterName}; empty: from the first
     *     on
     * @param afterName a normalised name
     * @param limit at most so many
     */
    public List<Membership> of(Account account, String afterIndex, String afterName, int limit) {
        return rows.ofAccount(account.id(), afterIndex, afterName, limit);
    }

    /** The member of this name. */
    public Optional<Member> find(RegisteredProject project, String account) {
        return rows.find(project.id(), account);
    }

    /** Makes an account a member, or gives it another role. */
    @Transactional
    public Change put(RegisteredProject project, Account account, Role role, Caller caller) {
        if (!holds(project, caller, Right.OWN)) {
            return new NotTheirs();
        }
        if (project.isPending()) {
            return new StillPending();
        }
        Optional<Member> member = rows.find(project.id(), account.name());
        if (member.isPresent() && member.get().role() == role) {
            return new Done(member.get(), false);
        }
        if (member.isPresent() && isLastOwner(project, member.get())) {
            return new LastOwner();
        }
        rows.put(project.id(), account, role, clock.instant(), caller.actor());
        write(
                member.isPresent() ? EventType.MEMBER_CHANGED : EventType.MEMBER_ADDED,
                project,
                account,
                role,
                caller.actor());
        return new Done(rows.find(project.id(), account.name()).orElseThrow(), member.isEmpty());
    }

    /** Removes a member: an owner anybody, a viewer themselves. */
    @Transactional
    public Change remove(RegisteredProject project, String account, Caller caller) {
        if (!holds(project, caller, isThemselves(account, caller) ? Right.VIEW : Right.OWN)) {
            return new NotTheirs();
        }
        Optional<Member> found = rows.find(project.id(), account);
        if (found.isEmpty()) {
            return new NoMember();
        }
        Member member = found.get();
        if (isLastOwner(project, member)) {
            return new LastOwner();
        }
        rows.remove(project.id(), member.account());
        write(EventType.MEMBER_REMOVED, project, member.account(), member.role(), caller.actor());
        return new Removed(member);
    }

    /** Whether the caller speaks of themselves, with credentials that are good for all they may. */
    public static boolean isThemselves(String account, Caller caller) {
        return caller.account() != null
                && caller.account().name().equals(account)
                && caller.scope() == Scope.ADMIN;
    }

    /**
     * Holds the project until the transaction ends, and looks at the right again. Intent: of two
     * owners who remove each other at once, the second finds that they are none any more.
     */
    private boolean holds(RegisteredProject project, Caller caller, Right wanted) {
        return rows.hold(project.id()) && access.to(project, caller).contains(wanted);
    }

    private boolean isLastOwner(RegisteredProject project, Member member) {
        return member.role() == Role.OWNER && !rows.hasOtherOwner(project.id(), member.account());
    }

    private void write(
            EventType type, RegisteredProject project, Account account, Role role, String actor) {
        events.record(
                new Event(
                        type,
                        actor,
                        project.indexId(),
                        List.of(project.name().normalized()),
                        Map.of("account", account.name(), "role", role.wireName())));
    }
}
