package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Edits and removes publishers, wherever they stand. Whatever an edit changes, the upload tokens of
 * before are worth nothing in that instant, those that are being minted included: they name the
 * grant of before.
 */
@Service
public class PublisherChanges {

    private final PublisherRepository publishers;
    private final Places places;
    private final Providers providers;
    private final PinResolution pins;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PublisherChanges(
            PublisherRepository publishers,
            Places places,
            Providers providers,
            PinResolution pins,
            PublisherEvents events,
            TransactionTemplate transaction,
            Clock clock) {
        this.publishers = publishers;
        this.places = places;
        this.providers = providers;
        this.pins = pins;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What is to be different, laid over what is there (as RFC 7396 lays it).
     *
     * @param fields by name, null and blank: empty from now on; those that are left out stay
     * @param enabled whether it matches anything; null: stays as it is
     */
    public record Edit(@Nullable Map<String, @Nullable String> fields, @Nullable Boolean enabled) {}

    /**
     * What the publisher is to be.
     *
     * @param read its row, of which nothing is written: it was read without a transaction
     * @param before what the row said
     * @param checked null: its fields stay as they are
     * @param settled what the forge says of its names; null: they stay as they are
     */
    private record Wanted(
            Publisher read,
            RegisteredPublisher before,
            @Nullable CheckedPublisher checked,
            PinResolution.@Nullable Settled settled,
            boolean enabled) {

        List<String> notes() {
            return checked == null ? List.of() : checked.notes();
        }

        Map<String, String> fields() {
            return checked == null ? before.fields() : checked.fields();
        }

        boolean isNothingNew() {
            return fields().equals(before.fields()) && enabled == before.enabled();
        }

        List<String> warnings(RegisteredPublisher after) {
            return settled == null || isNothingNew()
                    ? List.of()
                    : settled.warnings(after.pinDeadline());
        }
    }

    /**
     * Edits a publisher of a project.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    public Change change(
            RegisteredProject project, long id, Edit edit, LongPredicate isSeen, Caller caller) {
        return change(places.of(project, caller), id, edit, isSeen, caller.actor());
    }

    /** What editing it would come to. */
    public Change check(
            RegisteredProject project, long id, Edit edit, LongPredicate isSeen, Caller caller) {
        return check(places.of(project, caller), id, edit, isSeen);
    }

    /**
     * Removes a publisher of a project.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    public Removal remove(RegisteredProject project, long id, LongPredicate isSeen, Caller caller) {
        return remove(places.of(project, caller), id, isSeen, caller.actor());
    }

    Change change(Place place, long id, Edit edit, LongPredicate isSeen, String actor) {
        return prepare(
                place,
                id,
                edit,
                isSeen,
                wanted ->
                        Objects.requireNonNull(
                                transaction.execute(_ -> apply(place, wanted, actor))));
    }

    /** Never in a transaction: what is only tried would be written. */
    Change check(Place place, long id, Edit edit, LongPredicate isSeen) {
        return prepare(
                place,
                id,
                edit,
                isSeen,
                wanted ->
                        twin(place, wanted)
                                .<Change>map(Change.Duplicate::new)
                                .orElseGet(() -> preview(wanted)));
    }

    /** In that instant every upload token that stands on it alone is worth nothing. */
    Removal remove(Place place, long id, LongPredicate isSeen, String actor) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ ->
                                held(place, id)
                                        .map(publisher -> remove(place, publisher, isSeen, actor))
                                        .orElse(Removal.MISSING)));
    }

    /** The place first, as by whoever adds one: two cannot become the same at once. */
    private static Optional<Publisher> held(Place place, long id) {
        return place.hold() ? place.hold(id) : Optional.empty();
    }

    private Removal remove(Place place, Publisher held, LongPredicate isSeen, String actor) {
        RegisteredPublisher publisher = held.registered();
        if (!isSeen.test(publisher.version())) {
            return Removal.STALE;
        }
        publishers.delete(held);
        events.record(EventType.PUBLISHER_REMOVED, place.subject(publisher), publisher, actor);
        return Removal.REMOVED;
    }

    private Change preview(Wanted wanted) {
        Instant now = clock.instant();
        if (!wanted.isNothingNew()) {
            layOver(wanted.read(), wanted, now);
        }
        RegisteredPublisher after = wanted.read().registered();
        return new Change.Acceptable(
                Preview.of(after, wanted.notes(), wanted.warnings(after), now));
    }

    private interface Next {
        Change of(Wanted wanted);
    }

    /** All that needs no lock, since what may take long must not hold one. */
    private Change prepare(Place place, long id, Edit edit, LongPredicate isSeen, Next next) {
        Optional<Publisher> found = place.find(id);
        if (found.isEmpty()) {
            return new Change.Missing();
        }
        RegisteredPublisher before = found.get().registered();
        if (!isSeen.test(before.version())) {
            return new Change.Stale();
        }
        boolean enabled = edit.enabled() == null ? before.enabled() : edit.enabled();
        // Switching off works whatever became of the provider; all else is held to its definition.
        if (edit.fields() == null && !(enabled && !before.enabled())) {
            return next.of(new Wanted(found.get(), before, null, null, enabled));
        }
        Map<String, @Nullable String> fields = edit.fields() == null ? Map.of() : edit.fields();
        return switch (CheckedPublisher.of(providers, before.provider(), before.fields(), fields)) {
            case CheckedPublisher.Invalid(var errors) -> new Change.Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    found.get().isElsewhere(checked)
                            ? elsewhere(found.get(), checked, enabled, next)
                            : next.of(new Wanted(found.get(), before, checked, null, enabled));
        };
    }

    /** Other names have other ids, which their forge knows. */
    private Change elsewhere(Publisher read, CheckedPublisher checked, boolean enabled, Next next) {
        return switch (pins.resolve(checked)) {
            case PinResolution.Refused(var errors) -> new Change.Invalid(errors);
            case PinResolution.Settled settled ->
                    next.of(new Wanted(read, read.registered(), checked, settled, enabled));
        };
    }

    private Change apply(Place place, Wanted wanted, String actor) {
        Optional<Publisher> held = held(place, wanted.before().id());
        if (held.isEmpty()) {
            return new Change.Missing();
        }
        Publisher publisher = held.get();
        RegisteredPublisher before = publisher.registered();
        if (before.version() != wanted.before().version()) {
            return new Change.Stale();
        }
        if (wanted.isNothingNew()) {
            return new Change.Changed(before, wanted.notes(), wanted.warnings(before));
        }
        Optional<RegisteredPublisher> twin = twin(place, wanted);
        if (twin.isPresent()) {
            return new Change.Duplicate(twin.get());
        }
        RegisteredPublisher after = edit(place, publisher, wanted, actor);
        return new Change.Changed(after, wanted.notes(), wanted.warnings(after));
    }

    private RegisteredPublisher edit(
            Place place, Publisher publisher, Wanted wanted, String actor) {
        Instant now = clock.instant();
        RegisteredPublisher before = publisher.registered();
        layOver(publisher, wanted, now);
        publisher.edited(publishers.nextGrantId(), now, actor);
        RegisteredPublisher after = publisher.registered();
        if (!after.fields().equals(before.fields())) {
            events.recordChange(place.subject(after), before, after, actor);
        }
        if (after.enabled() != before.enabled()) {
            events.record(
                    after.enabled() ? EventType.PUBLISHER_ENABLED : EventType.PUBLISHER_DISABLED,
                    place.subject(after),
                    after,
                    actor);
        }
        return after;
    }

    private static void layOver(Publisher publisher, Wanted wanted, Instant now) {
        if (wanted.checked() != null) {
            publisher.trust(
                    wanted.checked(), Publishers.pinDeadline(wanted.checked().provider(), now));
        }
        if (wanted.settled() != null) {
            publisher.settle(wanted.settled(), now);
        }
        publisher.enable(wanted.enabled());
    }

    private static Optional<RegisteredPublisher> twin(Place place, Wanted wanted) {
        return Optional.ofNullable(wanted.checked())
                .flatMap(checked -> place.saying(wanted.before(), checked))
                .map(Publisher::registered)
                .filter(twin -> twin.id() != wanted.before().id());
    }
}
