package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NameClaim;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The registry of trusted publishers: every change here leaves its event. */
@Service
public class Publishers {

    /** How long the first use of a publisher may bind it to the ids that come with it. */
    public static final Duration TIME_TO_BIND = Duration.ofDays(7);

    private final PublisherRepository publishers;
    private final Projects projects;
    private final Providers providers;
    private final EventLog events;
    private final Clock clock;

    Publishers(
            PublisherRepository publishers,
            Projects projects,
            Providers providers,
            EventLog events,
            Clock clock) {
        this.publishers = publishers;
        this.projects = projects;
        this.providers = providers;
        this.events = events;
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

    /** It is there. */
    public record Added(RegisteredPublisher publisher) implements Addition {}

    /** It would be accepted; nothing was changed. */
    public record Acceptable(String provider, Map<String, String> fields) implements Addition {}

    /** It was there already. */
    public record Duplicate(RegisteredPublisher existing) implements Addition {}

    /** Something is wrong with what was filled in. */
    public record Invalid(List<FieldError> errors) implements Addition {}

    /** The name of the project is that of somebody else's, of which nothing more is told. */
    public record NameTaken() implements Addition {}

    /**
     * The caller may not.
     *
     * @param reason a sentence for them
     */
    public record Denied(String reason) implements Addition {}

    /** Adds a publisher; where there is no project, to a pending one of the caller's own. */
    @Transactional
    public Addition add(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    // Held from here on, so that two of the same cannot be added at once.
                    addition(
                            projects.claim(index, name, caller),
                            checked,
                            project -> new Added(insert(project, checked, caller.actor())));
        };
    }

    /** What adding a publisher would come to. */
    @Transactional(readOnly = true)
    public Addition check(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    addition(
                            projects.wouldClaim(index, name, caller),
                            checked,
                            project -> acceptable(checked));
        };
    }

    private Addition addition(
            NameClaim claim,
            CheckedPublisher checked,
            Function<RegisteredProject, Addition> otherwise) {
        return switch (claim) {
            case NameClaim.Granted(var project) ->
                    existing(project, checked)
                            .<Addition>map(Duplicate::new)
                            .orElseGet(() -> otherwise.apply(project));
            case NameClaim.Free() -> acceptable(checked);
            case NameClaim.Taken() -> new NameTaken();
            case NameClaim.Denied(String reason) -> new Denied(reason);
        };
    }

    private static Acceptable acceptable(CheckedPublisher checked) {
        return new Acceptable(checked.provider().id(), checked.fields());
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

    /**
     * Removes a publisher, and with it in that instant every upload token that stands on it alone.
     */
    @Transactional
    public boolean remove(RegisteredProject project, long id, String actor) {
        Optional<Publisher> found = publishers.findByProjectIdAndId(project.id(), id);
        found.ifPresent(
                publisher -> {
                    publishers.delete(publisher);
                    write(EventType.PUBLISHER_REMOVED, project, publisher.registered(), actor);
                });
        return found.isPresent();
    }

    /** Removes a project with its publishers; false where there is no such project. */
    @Transactional
    public boolean removeProject(PackageIndex index, ProjectName name, Caller caller) {
        Optional<RegisteredProject> held = projects.hold(index, name, caller);
        held.ifPresent(
                project -> {
                    List<Map<String, Object>> lost =
                            page(project, 0, Integer.MAX_VALUE).stream()
                                    .map(Publishers::facts)
                                    .toList();
                    projects.remove(project, Map.of("publishers", lost), caller.actor());
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
        boolean binds = !checked.provider().pins().isEmpty();
        RegisteredPublisher added =
                publishers
                        .save(
                                new Publisher(
                                        project.id(),
                                        project.indexId(),
                                        checked,
                                        binds ? now.plus(TIME_TO_BIND) : null,
                                        now,
                                        actor))
                        .registered();
        write(EventType.PUBLISHER_ADDED, project, added, actor);
        return added;
    }

    private void write(
            EventType type,
            RegisteredProject project,
            RegisteredPublisher publisher,
            String actor) {
        Map<String, Object> detail = new LinkedHashMap<>(facts(publisher));
        if (project.isPending()) {
            // Others may wait for the same name, and get it: whose event it is must be known.
            detail.put("pending_project", project.id());
        }
        events.record(
                new Event(
                        type,
                        actor,
                        project.indexId(),
                        List.of(project.name().normalized()),
                        detail));
    }

    static Map<String, Object> facts(RegisteredPublisher publisher) {
        return Map.of(
                "publisher", publisher.id(),
                "provider", publisher.provider(),
                "fields", publisher.fields());
    }
}
