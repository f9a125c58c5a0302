package dev.imprimatur.publisher;

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
    private final PublisherEvents events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PublisherChanges(
            PublisherRepository publishers,
            Projects projects,
            Providers providers,
            PublisherEvents events,
            TransactionTemplate transaction,
            Clock clock) {
        this.publishers = publishers;
        this.projects = projects;
        this.providers = providers;
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
     */
    public record Changed(RegisteredPublisher publisher, List<String> notes) implements Change {}

    /** It would be accepted; nothing was changed. */
    public record Acceptable(
            String provider, Map<String, String> fields, boolean enabled, List<String> notes)
            implements Change {}

    /** The project has another publisher that says just that. */
    public record Duplicate(RegisteredPublisher existing) implements Change {}

    /** Something is wrong with what was filled in. */
    public record Invalid(List<FieldError> errors) implements Change {}

    /** Somebody edited it in the meantime. */
    public record Stale() implements Change {}

    /** The project has no such publisher. */
    public record Missing() implements Change {}

    /** What the publisher is to be; {@code checked} is null where its fields stay as they are. */
    private record Wanted(
            RegisteredPublisher before, @Nullable CheckedPublisher checked, boolean enabled) {

        List<String> notes() {
            return checked == null ? List.of() : checked.notes();
        }

        Map<String, String> fields() {
            return checked == null ? before.fields() : checked.fields();
        }

        boolean isNothingNew() {
            return fields().equals(before.fields()) && enabled == before.enabled();
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
            String actor) {
        return prepare(
                project,
                id,
                edit,
                isSeen,
                wanted ->
                        Objects.requireNonNull(
                                transaction.execute(_ -> apply(index, project, wanted, actor))));
    }

    /** What editing a publisher would come to. */
    public Change check(RegisteredProject project, long id, Edit edit, LongPredicate isSeen) {
        return prepare(
                project,
                id,
                edit,
                isSeen,
                wanted ->
                        twin(wanted)
                                .<Change>map(Duplicate::new)
                                .orElseGet(
                                        () ->
                                                new Acceptable(
                                                        wanted.before().provider(),
                                                        wanted.fields(),
                                                        wanted.enabled(),
                                                        wanted.notes())));
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
            return next.of(new Wanted(before, null, enabled));
        }
        Map<String, @Nullable String> fields = edit.fields() == null ? Map.of() : edit.fields();
        return switch (CheckedPublisher.of(providers, before.provider(), before.fields(), fields)) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    next.of(new Wanted(before, checked, enabled));
        };
    }

    private Change apply(
            PackageIndex index, RegisteredProject project, Wanted wanted, String actor) {
        // Held first, as by whoever adds one: two cannot become the same at once.
        boolean there =
                projects.hold(index, project.name())
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
            return new Changed(before, wanted.notes());
        }
        Optional<RegisteredPublisher> twin = twin(wanted);
        if (twin.isPresent()) {
            return new Duplicate(twin.get());
        }
        return new Changed(edit(project, publisher, wanted, actor), wanted.notes());
    }

    private RegisteredPublisher edit(
            RegisteredProject project, Publisher publisher, Wanted wanted, String actor) {
        Instant now = clock.instant();
        RegisteredPublisher before = publisher.registered();
        if (wanted.checked() != null) {
            publisher.trust(
                    wanted.checked(), Publishers.pinDeadline(wanted.checked().provider(), now));
        }
        publisher.enable(wanted.enabled());
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

    private Optional<RegisteredPublisher> twin(Wanted wanted) {
        CheckedPublisher checked = wanted.checked();
        if (checked == null) {
            return Optional.empty();
        }
        ProviderDefinition provider = checked.provider();
        return publishers
                .findByProjectIdAndProviderAndFieldsHash(
                        wanted.before().projectId(), provider.id(), checked.hash())
                .map(Publisher::registered)
                .filter(twin -> twin.id() != wanted.before().id());
    }
}
