package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.KnownClaims;
import dev.imprimatur.provider.Providers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the people of a project which exchanges were refused, and whether what they mended since
 * has mended it.
 *
 * <p>Intent: everybody looks from the project, administrators included, since it is the project
 * that the page is about; and of an event nothing is told that is about other projects or people.
 */
@Component
public class Attempts {

    private final EventReader events;
    private final Explaining explaining;
    private final Providers providers;

    Attempts(EventReader events, Explaining explaining, Providers providers) {
        this.events = events;
        this.explaining = explaining;
        this.providers = providers;
    }

    /**
     * The newest first. The events are one statement, and the publishers are looked up once.
     *
     * @param project one that the caller may see
     * @param before only those older than this event; {@link Long#MAX_VALUE}: from the newest on
     * @param limit at most so many; fewer are the end
     */
    public List<Attempt> newest(
            PackageIndex index, RegisteredProject project, Caller caller, long before, int limit) {
        return attempts(index, project, caller, null, before, limit);
    }

    /** The one that a CI log shows this id of; empty where it was not of this project. */
    public Optional<Attempt> find(
            PackageIndex index, RegisteredProject project, Caller caller, String id) {
        return attempts(index, project, caller, id, Long.MAX_VALUE, 1).stream().findFirst();
    }

    private List<Attempt> attempts(
            PackageIndex index,
            RegisteredProject project,
            Caller caller,
            @Nullable String id,
            long before,
            int limit) {
        EventFilter refused =
                new EventFilter(
                                null,
                                null,
                                Set.of(EventType.EXCHANGE_REFUSED),
                                null,
                                id,
                                null,
                                null)
                        .from(project.viewpoint());
        List<RecordedEvent> found = events.newestFirst(refused, before, limit);
        if (found.isEmpty()) {
            return List.of();
        }
        Explaining.Now now = explaining.now(index, project, caller);
        return found.stream().map(event -> attempt(event, now)).toList();
    }

    private Attempt attempt(RecordedEvent recorded, Explaining.Now now) {
        Map<String, ?> detail = recorded.event().detail();
        String provider = text(detail, "provider").orElse("");
        Map<String, String> claims = claims(detail.get("claims"));
        return new Attempt(
                recorded.id(),
                recorded.at(),
                text(detail, "attempt").orElse(null),
                text(detail, "code").orElse(""),
                text(detail, "reason").orElse(""),
                provider,
                text(detail, "field").orElse(null),
                claims,
                providers
                        .ofId(provider)
                        .map(known -> now.explain(KnownClaims.recorded(known, claims)))
                        .orElseGet(() -> now.explainUnknown(provider)));
    }

    private static Optional<String> text(Map<String, ?> detail, String name) {
        return detail.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Map<String, String> claims(@Nullable Object recorded) {
        Map<String, String> claims = new TreeMap<>();
        if (recorded instanceof Map<?, ?> values) {
            values.forEach(
                    (claim, value) -> {
                        if (claim instanceof String name && value instanceof String text) {
                            claims.put(name, text);
                        }
                    });
        }
        return claims;
    }
}
