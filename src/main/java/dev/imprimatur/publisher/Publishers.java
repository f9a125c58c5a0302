package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NameClaim;
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
import java.util.function.BiFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The registry of trusted publishers: every change here leaves its event. */
@Service
public class Publishers {

    /** How long the first use of a publisher may bind it to the ids that come with it. */
    public static final Duration TIME_TO_BIND = Duration.ofDays(7);

    /** Of one project; each costs the exchanges of the repository that it names. */
    static final int MOST = 100;

    private final PublisherRepository publishers;
    private final PublisherQuota quota;
    private final Projects projects;
    private final Providers providers;
    private final PinResolution pins;
    private final PublisherEvents events;
    private final TransactionOperations transactions;
    private final Clock clock;

    Publishers(
            PublisherRepository publishers,
            PublisherQuota quota,
            Projects projects,
            Providers providers,
            PinResolution pins,
            PublisherEvents events,
            TransactionOperations transactions,
            Clock clock) {
        this.publishers = publishers;
        this.quota = quota;
        this.projects = projects;
        this.providers = providers;
        this.pins = pins;
        this.transactions = transactions;
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

    /**
     * It is there.
     *
     * @param notes what was read out of pasted input, a sentence each
     * @param warnings sentences for the maintainer
     */
    public record Added(RegisteredPublisher publisher, List<String> notes, List<String> warnings)
            implements Addition {}

    /** It would be accepted; nothing was changed. */
    public record Acceptable(Preview preview) implements Addition {}

    /** It was there already. */
    public record Duplicate(RegisteredPublisher existing) implements Addition {}

    /** Something is wrong with what was filled in. */
    public record Invalid(List<FieldError> errors) implements Addition {}

    /** The name of the project is that of somebody else's, of which nothing more is told. */
    public record NameTaken() implements Addition {}

    /** The caller has as many in this index as one account may have. */
    public record TooMany(int most) implements Addition {}

    /**
     * The caller may not.
     *
     * @param reason a sentence for them
     */
    public record Denied(String reason) implements Addition {}

    /**
     * Adds a publisher; where there is no project, to a pending one of the caller's own. Asks its
     * forge first, so there is no transaction around all of it.
     */
    public Addition add(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        if (quota.left(index, caller) < 1) {
            return new TooMany(index.names().publishersPerAccount());
        }
        return examine(
                index,
                name,
                wish,
                caller,
                (checked, settled) ->
                        Objects.requireNonNull(
                                transactions.execute(
                                        _ -> register(index, name, checked, settled, caller))));
    }

    /** What adding a publisher would come to. */
    public Addition check(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        return examine(index, name, wish, caller, this::acceptable);
    }

    private Addition examine(
            PackageIndex index,
            ProjectName name,
            Wish wish,
            Caller caller,
            BiFunction<CheckedPublisher, PinResolution.Settled, Addition> accept) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    obstacle(projects.wouldClaim(index, name, caller), checked)
                            .orElseGet(
                                    () ->
                                            switch (pins.resolve(checked)) {
                                                case PinResolution.Refused(var errors) ->
                                                        new Invalid(errors);
                                                case PinResolution.Settled settled ->
                                                        accept.apply(checked, settled);
                                            });
        };
    }

    private Addition register(
            PackageIndex index,
            ProjectName name,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            Caller caller) {
        // Held from here on, so that two of the same cannot be added at once.
        NameClaim claim = projects.claim(index, name, caller);
        return obstacle(claim, checked)
                .orElseGet(
                        () -> {
                            RegisteredProject project = ((NameClaim.Granted) claim).project();
                            var added = insert(project, checked, settled, caller.actor());
                            return new Added(
                                    added, checked.notes(), settled.warnings(added.pinDeadline()));
                        });
    }

    /** Why a publisher cannot be added to what somebody would get; empty: it can. */
    private Optional<Addition> obstacle(NameClaim claim, CheckedPublisher checked) {
        return switch (claim) {
            case NameClaim.Granted(var project) ->
                    existing(project, checked)
                            .<Addition>map(Duplicate::new)
                            .or(() -> full(project));
            case NameClaim.Free() -> Optional.empty();
            case NameClaim.Taken() -> Optional.of(new NameTaken());
            case NameClaim.Denied(String reason) -> Optional.of(new Denied(reason));
        };
    }

    private Addition acceptable(CheckedPublisher checked, PinResolution.Settled settled) {
        Publisher wouldBe = row(0, "", checked, settled, clock.instant(), "");
        return acceptable(wouldBe, checked, settled, clock);
    }

    static Addition acceptable(
            Publisher wouldBe,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            Clock clock) {
        RegisteredPublisher row = wouldBe.registered();
        return new Acceptable(
                Preview.of(
                        row,
                        checked.notes(),
                        settled.warnings(row.pinDeadline()),
                        clock.instant()));
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
    public boolean removeProject(PackageIndex index, ProjectName name, Caller caller) {
        Optional<RegisteredProject> held = projects.hold(index, name, caller);
        held.ifPresent(
                project -> {
                    List<Map<String, Object>> lost =
                            page(project, 0, Integer.MAX_VALUE).stream()
                                    .map(PublisherEvents::facts)
                                    .toList();
                    projects.remove(project, Map.of("publishers", lost), caller.actor());
                });
        return held.isPresent();
    }

    /** Why another one cannot be added; empty: it can. */
    private Optional<Addition> full(RegisteredProject project) {
        return publishers.countByProjectId(project.id()) < MOST
                ? Optional.empty()
                : Optional.of(
                        new Invalid(List.of(new FieldError("provider", "too-many", tooMany()))));
    }

    static String tooMany() {
        return "A project has at most %d publishers; remove one that is not needed".formatted(MOST);
    }

    private Optional<RegisteredPublisher> existing(
            RegisteredProject project, CheckedPublisher checked) {
        return publishers
                .findByProjectIdAndProviderAndFieldsHash(
                        project.id(), checked.provider().id(), checked.hash())
                .map(Publisher::registered);
    }

    private RegisteredPublisher insert(
            RegisteredProject project,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            String actor) {
        Publisher row =
                row(project.id(), project.indexId(), checked, settled, clock.instant(), actor);
        RegisteredPublisher added = publishers.save(row).registered();
        events.record(EventType.PUBLISHER_ADDED, project, added, actor);
        return added;
    }

    private static Publisher row(
            long projectId,
            String indexId,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            Instant now,
            String actor) {
        Publisher row =
                new Publisher(
                        projectId,
                        indexId,
                        checked,
                        pinDeadline(checked.provider(), now),
                        now,
                        actor);
        if (settled.pins() != null) {
            row.resolve(settled.pins(), now);
        }
        return row;
    }

    /** Until when a publisher from now may be bound; null where its provider has no pins. */
    static @Nullable Instant pinDeadline(ProviderDefinition provider, Instant now) {
        return provider.pins().isEmpty() ? null : now.plus(TIME_TO_BIND);
    }
}
