package dev.imprimatur.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.exchange.Exchanged.Refusal;
import dev.imprimatur.identity.Identity;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Reach;
import dev.imprimatur.publisher.Trust;
import dev.imprimatur.publisher.TrustedPublisher;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes refusals of proven identities into the audit log, and gives them the id under which those
 * who look after the project find them.
 */
@Component
class RefusalLog {

    private static final List<String> MISMATCH =
            List.of(
                    "attempt",
                    "provider",
                    "pins_expected",
                    "pins_seen",
                    "claims",
                    PendingMarks.MEMBER);

    private static final int REMEMBERED = 10_000;

    private final EventLog events;

    /**
     * The ids of refusals that were written, by what recognises them. Intent: a refused identity
     * token stays usable, so it can be sent again as often as anybody likes; that reaches the
     * database once. Limit: what is not in here is asked for, with the same outcome.
     */
    private final Cache<String, String> told =
            Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

    RefusalLog(EventLog events) {
        this.events = events;
    }

    /**
     * The refusal, with its id.
     *
     * @param index null: it is not known which one was meant
     * @param field the field or claim that failed; may be empty
     * @param projects the normalised names of those that the identity came near to
     * @param facts what else the event tells
     */
    Refusal refuse(
            Identity identity,
            @Nullable PackageIndex index,
            Refusal refusal,
            String field,
            List<String> projects,
            Map<String, ?> facts) {
        byte[] key = identity.replayKey().with(attempt(refusal.cause().code(), field, projects));
        String remembered = HexFormat.of().formatHex(key);
        String before = told.getIfPresent(remembered);
        if (before != null) {
            return refusal.as(before);
        }
        Event event = event(identity, index, refusal, field, projects, facts);
        Optional<String> attempt =
                events.recordOnce(
                        id -> events(event.with("attempt", id)), key, identity.acceptedUntil());
        attempt.ifPresent(id -> told.put(remembered, id));
        return refusal.as(attempt.orElse(null));
    }

    private static Event event(
            Identity identity,
            @Nullable PackageIndex index,
            Refusal refusal,
            String field,
            List<String> projects,
            Map<String, ?> facts) {
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("code", refusal.cause().code());
        refused.put("provider", identity.provider().id());
        if (!field.isEmpty()) {
            refused.put("field", field);
        }
        refused.put("reason", refusal.reason());
        refused.putAll(facts);
        refused.put("claims", identity.provider().record(identity.claims()));
        return new Event(
                EventType.EXCHANGE_REFUSED,
                "workload:" + identity.provider().id(),
                index == null ? null : index.id(),
                projects,
                refused);
    }

    /** The same of an identity that is not trusted, with whatever it came near to. */
    Refusal refuse(Identity identity, PackageIndex index, Refusal refusal, Trust.Not not) {
        return refuse(identity, index, refusal, not.field(), not.projects(), not.facts());
    }

    /** What counts as the same attempt: of another project, its owners have to find it, too. */
    private static String attempt(String code, String field, List<String> projects) {
        return "%s:%s:%s".formatted(code, field, projects.isEmpty() ? "" : projects.getFirst());
    }

    /**
     * The same of an identity that is trusted: those who look after its projects find the attempt.
     *
     * @param trusted the publishers that it matches
     */
    Refusal refuse(
            Identity identity,
            PackageIndex index,
            Refusal refusal,
            String field,
            List<TrustedPublisher> trusted) {
        List<String> projects =
                trusted.stream()
                        .map(publisher -> publisher.reach().normalized())
                        .distinct()
                        .sorted()
                        .toList();
        return refuse(
                identity,
                index,
                refusal,
                field,
                projects,
                Reach.marks(trusted.stream().map(TrustedPublisher::reach)));
    }

    /** Somebody else has the names of a publisher: an event of its own, which owners are told. */
    private static List<Event> events(Event refused) {
        if (!refused.detail().containsKey("pin_mismatch")) {
            return List.of(refused);
        }
        Map<String, Object> mismatch = new LinkedHashMap<>();
        mismatch.putAll(refused.detail());
        mismatch.keySet().retainAll(MISMATCH);
        return List.of(
                refused,
                new Event(
                        EventType.PIN_MISMATCH,
                        refused.actor(),
                        refused.indexId(),
                        refused.projects(),
                        mismatch));
    }
}
