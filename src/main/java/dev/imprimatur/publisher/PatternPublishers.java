package dev.imprimatur.publisher;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.publisher.Publishers.Wish;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishers for a pattern of names in an index, the projects to come included: what a whole
 * organisation publishes with one workflow. Every change here leaves its event.
 */
@Service
public class PatternPublishers {

    private static final Addition NOT_THEIRS =
            new Addition.Denied(
                    "Publishers for a pattern of names are for administrators, and for the owners of a"
                            + " prefix that all of the names begin with");

    private final PublisherRepository publishers;
    private final PrefixOwners prefixes;
    private final Places places;
    private final Adding adding;
    private final PublisherChanges changes;
    private final PublisherEvents events;
    private final Clock clock;

    PatternPublishers(
            PublisherRepository publishers,
            PrefixOwners prefixes,
            Places places,
            Adding adding,
            PublisherChanges changes,
            PublisherEvents events,
            Clock clock) {
        this.publishers = publishers;
        this.prefixes = prefixes;
        this.places = places;
        this.adding = adding;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /** Adds a publisher for a pattern. */
    public Addition add(PackageIndex index, NamePattern pattern, Wish wish, Caller caller) {
        return adding.add(index, new ForPattern(index, pattern, caller), wish, caller);
    }

    /** What adding one would come to. */
    public Addition check(PackageIndex index, NamePattern pattern, Wish wish, Caller caller) {
        return adding.check(new ForPattern(index, pattern, caller), wish);
    }

    /** The names that fit a pattern. */
    private final class ForPattern implements Adding.Target {

        private final PackageIndex index;
        private final NamePattern pattern;
        private final Caller caller;

        ForPattern(PackageIndex index, NamePattern pattern, Caller caller) {
            this.index = index;
            this.pattern = pattern;
            this.caller = caller;
        }

        @Override
        public Optional<Addition> inTheWay(CheckedPublisher checked) {
            boolean allowed =
                    prefixes.patternsOf(index, caller, true).stream()
                            .anyMatch(mine -> mine.contains(pattern));
            return allowed
                    ? publishers
                            .findByIndexIdAndNamePatternAndProviderAndFieldsHash(
                                    index.id(),
                                    pattern.text(),
                                    checked.provider().id(),
                                    checked.hash())
                            .map(Publisher::registered)
                            .<Addition>map(Addition.Duplicate::new)
                    : Optional.of(NOT_THEIRS);
        }

        @Override
        public Publisher row(CheckedPublisher checked, PinResolution.Settled settled) {
            Instant now = clock.instant();
            Publisher row =
                    new Publisher(
                            pattern,
                            // What an administrator lets in belongs to nobody yet.
                            caller.administrator()
                                    ? null
                                    : Optional.ofNullable(caller.account())
                                            .map(Account::id)
                                            .orElse(null),
                            index.id(),
                            checked,
                            Publishers.pinDeadline(checked.provider(), now),
                            now,
                            caller.actor());
            row.settle(settled, now);
            return row;
        }

        @Override
        public Addition accept(CheckedPublisher checked, PinResolution.Settled settled) {
            publishers.holdPatterns(index.id());
            return inTheWay(checked).orElseGet(() -> insert(checked, settled));
        }

        private Addition insert(CheckedPublisher checked, PinResolution.Settled settled) {
            RegisteredPublisher added = publishers.save(row(checked, settled)).registered();
            events.record(
                    EventType.PUBLISHER_ADDED,
                    PublisherEvents.Subject.ofPattern(index.id(), added),
                    added,
                    caller.actor());
            return new Addition.Added(
                    added, checked.notes(), settled.warnings(added.pinDeadline()));
        }
    }

    /** Those for patterns that somebody may look at, the oldest first, after this id. */
    @Transactional(readOnly = true)
    public List<RegisteredPublisher> page(
            PackageIndex index, long after, int limit, Caller caller) {
        return publishers
                .ofPatterns(index.id(), places.within(index, caller, false), after, limit)
                .stream()
                .map(Publisher::registered)
                .toList();
    }

    /** One of them; one that they may not look at is none. */
    @Transactional(readOnly = true)
    public Optional<RegisteredPublisher> find(PackageIndex index, long id, Caller caller) {
        return publishers
                .ofPattern(index.id(), places.within(index, caller, false), id)
                .map(Publisher::registered);
    }

    /** Whether somebody may change one, and it is there. */
    @Transactional(readOnly = true)
    public boolean isTheirs(PackageIndex index, long id, Caller caller) {
        return places.ofPatterns(index, caller).find(id).isPresent();
    }

    /**
     * Edits one; another pattern would be another publisher.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    public Change change(
            PackageIndex index,
            long id,
            PublisherChanges.Edit edit,
            LongPredicate isSeen,
            Caller caller) {
        return changes.change(places.ofPatterns(index, caller), id, edit, isSeen, caller.actor());
    }

    /** What editing it would come to. */
    public Change check(
            PackageIndex index,
            long id,
            PublisherChanges.Edit edit,
            LongPredicate isSeen,
            Caller caller) {
        return changes.check(places.ofPatterns(index, caller), id, edit, isSeen);
    }

    /**
     * Removes one.
     *
     * @param isSeen whether a version is one that the caller has seen
     */
    public Removal remove(PackageIndex index, long id, LongPredicate isSeen, Caller caller) {
        return changes.remove(places.ofPatterns(index, caller), id, isSeen, caller.actor());
    }
}
