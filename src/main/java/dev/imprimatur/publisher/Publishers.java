package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NameClaim;
import dev.imprimatur.project.NameClaims;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The registry of trusted publishers: what is added here leaves its event. */
@Service
public class Publishers {

    /** How long the first use of a publisher may bind it to the ids that come with it. */
    public static final Duration TIME_TO_BIND = Duration.ofDays(7);

    /** Of one project; each costs the exchanges of the repository that it names. */
    static final int MOST = 100;

    private final PublisherRepository publishers;
    private final Projects projects;
    private final NameClaims claims;
    private final Adding adding;
    private final PublisherEvents events;
    private final Clock clock;

    Publishers(
            PublisherRepository publishers,
            Projects projects,
            NameClaims claims,
            Adding adding,
            PublisherEvents events,
            Clock clock) {
        this.publishers = publishers;
        this.projects = projects;
        this.claims = claims;
        this.adding = adding;
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

    /** Adds a publisher; where there is no project, to a pending one of the caller's own. */
    public Addition add(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        return adding.add(index, new OfProject(index, name, caller), wish, caller);
    }

    /** What adding a publisher would come to. */
    public Addition check(PackageIndex index, ProjectName name, Wish wish, Caller caller) {
        return adding.check(new OfProject(index, name, caller), wish);
    }

    /** A project of this name, the one that is there or one that is yet to be claimed. */
    private final class OfProject implements Adding.Target {

        private final PackageIndex index;
        private final ProjectName name;
        private final Caller caller;

        OfProject(PackageIndex index, ProjectName name, Caller caller) {
            this.index = index;
            this.name = name;
            this.caller = caller;
        }

        @Override
        public Optional<Addition> inTheWay(CheckedPublisher checked) {
            return obstacle(claims.wouldClaim(index, name, caller), checked);
        }

        @Override
        public Publisher row(CheckedPublisher checked, PinResolution.Settled settled) {
            return rowOf(0, checked, settled);
        }

        @Override
        public Addition accept(CheckedPublisher checked, PinResolution.Settled settled) {
            // Held from here on, so that two of the same cannot be added at once.
            NameClaim claim = claims.claim(index, name, caller);
            return obstacle(claim, checked)
                    .orElseGet(
                            () -> insert(((NameClaim.Granted) claim).project(), checked, settled));
        }

        private Addition insert(
                RegisteredProject project,
                CheckedPublisher checked,
                PinResolution.Settled settled) {
            Publisher row = rowOf(project.id(), checked, settled);
            RegisteredPublisher added = publishers.save(row).registered();
            events.record(
                    EventType.PUBLISHER_ADDED,
                    PublisherEvents.Subject.of(project),
                    added,
                    caller.actor());
            return new Addition.Added(
                    added, checked.notes(), settled.warnings(added.pinDeadline()));
        }

        private Publisher rowOf(
                long projectId, CheckedPublisher checked, PinResolution.Settled settled) {
            Instant now = clock.instant();
            Publisher row =
                    new Publisher(
                            projectId,
                            index.id(),
                            checked,
                            pinDeadline(checked.provider(), now),
                            now,
                            caller.actor());
            row.settle(settled, now);
            return row;
        }
    }

    /** Why a publisher cannot be added to what somebody would get; empty: it can. */
    private Optional<Addition> obstacle(NameClaim claim, CheckedPublisher checked) {
        return switch (claim) {
            case NameClaim.Granted(var project) ->
                    existing(project, checked)
                            .<Addition>map(Addition.Duplicate::new)
                            .or(() -> full(project));
            case NameClaim.Free() -> Optional.empty();
            case NameClaim.Taken() -> Optional.of(new Addition.NameTaken());
            case NameClaim.Denied(String reason) -> Optional.of(new Addition.Denied(reason));
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

    /**
     * The name of the project that a publisher is of, where a client knows no more than its id.
     * Intent: this alone lets nobody see or do anything; whoever asks goes on by the name.
     */
    @Transactional(readOnly = true)
    public Optional<ProjectName> projectOf(PackageIndex index, long id) {
        return publishers.nameOfProject(index.id(), id).flatMap(index::projectName);
    }

    /**
     * Removes a project with its publishers; false where it is not there any more. Intent: whoever
     * may let a pending project go does not remove the real one that an upload just made of it.
     */
    @Transactional
    public boolean removeProject(PackageIndex index, RegisteredProject seen, Caller caller) {
        Optional<RegisteredProject> held =
                projects.hold(index, seen.name(), caller)
                        .filter(project -> project.id() == seen.id())
                        .filter(project -> project.isPending() == seen.isPending());
        held.ifPresent(
                project -> {
                    publishers.holdAll(project.id());
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
                        new Addition.Invalid(
                                List.of(new FieldError("provider", "too-many", tooMany()))));
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

    /** Until when a publisher from now may be bound; null where its provider has no pins. */
    static @Nullable Instant pinDeadline(ProviderDefinition provider, Instant now) {
        return provider.pins().isEmpty() ? null : now.plus(TIME_TO_BIND);
    }
}
