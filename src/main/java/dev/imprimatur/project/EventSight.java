package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.audit.RecordedEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of the audit log a caller sees: administrators everything as it was written, others what
 * concerns one project, and of each event nothing about projects and people of others.
 *
 * @param project from which they look; null: they may read everything
 */
public record EventSight(@Nullable RegisteredProject project, Caller caller) {

    /** Those of the events that are asked for which the caller may read. */
    public EventFilter of(EventFilter asked) {
        return project == null ? asked : asked.from(project.viewpoint());
    }

    /** An event as the caller reads it. */
    public RecordedEvent of(RecordedEvent recorded) {
        if (project == null) {
            return recorded;
        }
        Event event = recorded.event();
        return new RecordedEvent(
                recorded.id(),
                recorded.at(),
                new Event(
                        event.type(),
                        event.actor(),
                        event.indexId(),
                        List.of(project.name().normalized()),
                        detail(event, project)));
    }

    /** Whether it is still the same that they would see. */
    public boolean isLike(EventSight other) {
        return project == null
                ? other.project() == null
                : other.project() != null
                        && project.id() == other.project().id()
                        && project.isPending() == other.project().isPending();
    }

    private Map<String, Object> detail(Event event, RegisteredProject own) {
        Map<String, Object> detail = new LinkedHashMap<>(event.detail());
        detail.remove(PendingMarks.MEMBER);
        Set<Long> marked = PendingMarks.of(event).get(own.name().normalized());
        if (marked != null && marked.contains(own.id())) {
            detail.putAll(new PendingMarks().add(own.name().normalized(), own.id()).facts());
        }
        if (!isAboutCallerAlone(detail.get("accounts"))) {
            detail.remove("accounts");
            detail.remove("claimed_by");
        }
        return detail;
    }

    private boolean isAboutCallerAlone(@Nullable Object accounts) {
        Account account = caller.account();
        return account != null
                && accounts instanceof Collection<?> several
                && !several.isEmpty()
                && several.stream()
                        .allMatch(id -> id instanceof Number n && n.longValue() == account.id());
    }
}
