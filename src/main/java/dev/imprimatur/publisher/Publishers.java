package dev.imprimatur.publisher;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The registry of trusted publishers: every change here leaves its event. */
@Service
public class Publishers {

    /** How long the first use of a publisher may bind it to the ids that come with it. */
    public static final Duration TIME_TO_BIND = Duration.ofDays(7);

    private final PublisherRepository publishers;
    private final Projects projects;
    private final Providers providers;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Publishers(
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
     * What a maintainer filled in, not yet checked.
     *
     * @param provider the id of a provider; null: left out
     * @param fields by name; null: left out
     */
    public record Wish(@Nullable String provider, @Nullable Map<String, @Nullable String> fields) {}

    /** What adding a publisher comes to. */
    public sealed interface Addition {}

    /**
     * It is there.
     *
     * @param notes what was read out of pasted input, a sentence each
     */
    public record Added(RegisteredPublisher publisher, List<String> notes) implements Addition {}

    /** It would be accepted; nothing was changed. */
    public record Acceptable(String provider, Map<String, String> fields, List<String> notes)
            implements Addition {}

    /** It was there already. */
    public record Duplicate(RegisteredPublisher existing) implements Addition {}

    /** Something is wrong with what was filled in. */
    public record Invalid(List<FieldError> errors) implements Addition {}

    /** Adds a publisher, and registers its project where it is not there. */
    public Addition add(PackageIndex index, ProjectName name, Wish wish, String actor) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    Objects.requireNonNull(
                            transaction.execute(_ -> add(index, name, checked, actor)));
        };
    }

    private Addition add(
            PackageIndex index, ProjectName name, CheckedPublisher checked, String actor) {
        // Held from here on, so that two of the same cannot be added at once.
        RegisteredProject project = projects.register(index, name, null, actor).project();
        return existing(project, checked)
                .<Addition>map(Duplicate::new)
                .orElseGet(() -> new Added(insert(project, checked, actor), checked.notes()));
    }

    /** What adding a publisher would come to. */
    @Transactional(readOnly = true)
    public Addition check(PackageIndex index, ProjectName name, Wish wish) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    projects.find(index, name)
                            .flatMap(project -> existing(project, checked))
                            .<Addition>map(Duplicate::new)
                            .orElseGet(
                                    () ->
                                            new Acceptable(
                                                    checked.provider().id(),
                                                    checked.fields(),
                                                    checked.notes()));
        };
    }

    /** The publishers of a project, the oldest first, after this id. */
    @Transactional(readOnly = true)
    public List<RegisteredPublisher> page(RegisteredProject project, long after, int limit) {
        return publishers
                .findByProjectIdAndIdGreaterThanOrderById(project.id(), after, Limit.of(limit))
                .stream()
                .map(Publisher::registered)
                .toList();
    }

    /** A publisher of this project; that of another one is none. */
    @Transactional(readOnly = true)
    public Optional<RegisteredPublisher> find(RegisteredProject project, long id) {
        return publishers.findByProjectIdAndId(project.id(), id).map(Publisher::registered);
    }

    /** What removing a publisher comes to. */
    public enum Removal {
        /** It is gone. */
        REMOVED,
        /** Somebody edited it in the meantime; it is still there. */
        STALE,
        /** The project has no such publisher. */
        MISSING
    }

    /**
     * Removes a publisher, and with it in that instant every upload token that stands on it alone.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    @Transactional
    public Removal remove(RegisteredProject project, long id, LongPredicate isSeen, String actor) {
        Optional<Publisher> found = publishers.hold(project.id(), id);
        if (found.isEmpty()) {
            return Removal.MISSING;
        }
        RegisteredPublisher publisher = found.get().registered();
        if (!isSeen.test(publisher.version())) {
            return Removal.STALE;
        }
        publishers.delete(found.get());
        events.record(EventType.PUBLISHER_REMOVED, project, publisher, actor);
        return Removal.REMOVED;
    }

    /** Removes a project with its publishers; false where there is no such project. */
    @Transactional
    public boolean removeProject(PackageIndex index, ProjectName name, String actor) {
        Optional<RegisteredProject> held = projects.hold(index, name);
        held.ifPresent(
                project -> {
                    List<Map<String, Object>> lost =
                            page(project, 0, Integer.MAX_VALUE).stream()
                                    .map(PublisherEvents::facts)
                                    .toList();
                    projects.remove(index, project, Map.of("publishers", lost), actor);
                });
        return held.isPresent();
    }

    private Optional<RegisteredPublisher> existing(
            RegisteredProject project, CheckedPublisher checked) {
        return publishers
                .findByProjectIdAndProviderAndFieldsHash(
                        project.id(), checked.provider().id(), checked.hash())
                .map(Publisher::registered);
    }

    private RegisteredPublisher insert(
            RegisteredProject project, CheckedPublisher checked, String actor) {
        Instant now = clock.instant();
        RegisteredPublisher added =
                publishers
                        .save(
                                new Publisher(
                                        project.id(),
                                        project.indexId(),
                                        checked,
                                        pinDeadline(checked.provider(), now),
                                        now,
                                        actor))
                        .registered();
        events.record(EventType.PUBLISHER_ADDED, project, added, actor);
        return added;
    }

    /** Until when a publisher from now may be bound; null where its provider has no pins. */
    static @Nullable Instant pinDeadline(ProviderDefinition provider, Instant now) {
        return provider.pins().isEmpty() ? null : now.plus(TIME_TO_BIND);
    }
}
