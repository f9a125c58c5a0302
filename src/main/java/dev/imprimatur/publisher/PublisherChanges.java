package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ProviderDefinition;
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
 * Edits publishers in place. Whatever an edit changes, the upload tokens of before are worth
 * nothing in that instant, those that are being minted included: they name the grant of before.
 */
@Service
public class PublisherChanges {

    private final PublisherRepository publishers;
    private final Projects projects;
    private final Providers providers;
    private final PinResolution pins;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PublisherChanges(
            PublisherRepository publishers,
            Projects projects,
            Providers providers,
            PinResolution pins,
            PublisherEvents events,
            TransactionTemplate transaction,
            Clock clock) {
        this.publishers = publishers;
        this.projects = projects;
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

    /** What an edit comes to. */
    public sealed interface Change {}

    /**
     * It is as it was asked for, now or before.
     *
     * @param notes what was read out of pasted input, a sentence each
     * @param warnings sentences for the maintainer
     */
    public record Changed(RegisteredPublisher publisher, List<String> notes, List<String> warnings)
            implements Change {}

    /** It would be accepted; nothing was changed. */
    public record Acceptable(Preview preview) implements Change {}

    /** The project has another publisher that says just that. */
    public record Duplicate(RegisteredPublisher existing) implements Change {}

    /** Something is wrong with what was filled in. */
    public record Invalid(List<FieldError> errors) implements Change {}

    /** Somebody edited it in the meantime. */
    public record Stale() implements Change {}

    /** The project has no such publisher. */
    public record Missing() implements Change {}

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
     * Edits a publisher.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    public Change change(
            PackageIndex index,
            RegisteredProject project,
            long id,
            Edit edit,
            LongPredicate isSeen,
            Caller caller) {
        return prepare(
                project,
                id,
                edit,
                isSeen,
                wanted ->
                        Objects.requireNonNull(
                                transaction.execute(_ -> apply(index, project, wanted, caller))));
    }

    /** What editing a publisher would come to. Never in a transaction, as it would be written. */
    public Change check(RegisteredProject project, long id, Edit edit, LongPredicate isSeen) {
        return prepare(
                project,
                id,
                edit,
                isSeen,
                wanted ->
                        twin(project, wanted)
                                .<Change>map(Duplicate::new)
                                .orElseGet(() -> preview(wanted)));
    }

    private Change preview(Wanted wanted) {
        Instant now = clock.instant();
        if (!wanted.isNothingNew()) {
            layOver(wanted.read(), wanted, now);
        }
        RegisteredPublisher after = wanted.read().registered();
        return new Acceptable(Preview.of(after, wanted.notes(), wanted.warnings(after), now));
    }

    private interface Next {
        Change of(Wanted wanted);
    }

    /** All that needs no lock, since what may take long must not hold one. */
    private Change prepare(
            RegisteredProject project, long id, Edit edit, LongPredicate isSeen, Next next) {
        Optional<Publisher> found = publishers.findByProjectIdAndId(project.id(), id);
        if (found.isEmpty()) {
            return new Missing();
        }
        RegisteredPublisher before = found.get().registered();
        if (!isSeen.test(before.version())) {
            return new Stale();
        }
        boolean enabled = edit.enabled() == null ? before.enabled() : edit.enabled();
        // Switching off works whatever became of the provider; all else is held to its definition.
        if (edit.fields() == null && !(enabled && !before.enabled())) {
            return next.of(new Wanted(found.get(), before, null, null, enabled));
        }
        Map<String, @Nullable String> fields = edit.fields() == null ? Map.of() : edit.fields();
        return switch (CheckedPublisher.of(providers, before.provider(), before.fields(), fields)) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    found.get().isElsewhere(checked)
                            ? elsewhere(found.get(), checked, enabled, next)
                            : next.of(new Wanted(found.get(), before, checked, null, enabled));
        };
    }

    /** Other names have other ids, which their forge knows. */
    private Change elsewhere(Publisher read, CheckedPublisher checked, boolean enabled, Next next) {
        return switch (pins.resolve(checked)) {
            case PinResolution.Refused(var errors) -> new Invalid(errors);
            case PinResolution.Settled settled ->
                    next.of(new Wanted(read, read.registered(), checked, settled, enabled));
        };
    }

    private Change apply(
            PackageIndex index, RegisteredProject project, Wanted wanted, Caller caller) {
        // Held first, as by whoever adds one: two cannot become the same at once.
        boolean there =
                projects.hold(index, project.name(), caller)
                        .filter(held -> held.id() == project.id())
                        .isPresent();
        Optional<Publisher> held =
                there
                        ? publishers.hold(project.id(), wanted.before().id())
                        : Optional.<Publisher>empty();
        if (held.isEmpty()) {
            return new Missing();
        }
        Publisher publisher = held.get();
        RegisteredPublisher before = publisher.registered();
        if (before.version() != wanted.before().version()) {
            return new Stale();
        }
        if (wanted.isNothingNew()) {
            return new Changed(before, wanted.notes(), wanted.warnings(before));
        }
        Optional<RegisteredPublisher> twin = twin(project, wanted);
        if (twin.isPresent()) {
            return new Duplicate(twin.get());
        }
        RegisteredPublisher after = edit(project, publisher, wanted, caller.actor());
        return new Changed(after, wanted.notes(), wanted.warnings(after));
    }

    private RegisteredPublisher edit(
            RegisteredProject project, Publisher publisher, Wanted wanted, String actor) {
        Instant now = clock.instant();
        RegisteredPublisher before = publisher.registered();
        layOver(publisher, wanted, now);
        publisher.edited(publishers.nextGrantId(), now, actor);
        RegisteredPublisher after = publisher.registered();
        if (!after.fields().equals(before.fields())) {
            events.recordChange(project, before, after, actor);
        }
        if (after.enabled() != before.enabled()) {
            events.record(
                    after.enabled() ? EventType.PUBLISHER_ENABLED : EventType.PUBLISHER_DISABLED,
                    project,
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

    private Optional<RegisteredPublisher> twin(RegisteredProject project, Wanted wanted) {
        CheckedPublisher checked = wanted.checked();
        if (checked == null) {
            return Optional.empty();
        }
        ProviderDefinition provider = checked.provider();
        return publishers
                .findByProjectIdAndProviderAndFieldsHash(
                        project.id(), provider.id(), checked.hash())
                .map(Publisher::registered)
                .filter(twin -> twin.id() != wanted.before().id());
    }
}
