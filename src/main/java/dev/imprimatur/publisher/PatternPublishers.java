package dev.imprimatur.publisher;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.publisher.Publishers.Wish;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    private final Adding adding;
    private final EventLog events;
    private final Clock clock;

    PatternPublishers(
            PublisherRepository publishers,
            PrefixOwners prefixes,
            Adding adding,
            EventLog events,
            Clock clock) {
        this.publishers = publishers;
        this.prefixes = prefixes;
        this.adding = adding;
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
            write(EventType.PUBLISHER_ADDED, index, added, caller);
            return new Addition.Added(
                    added, checked.notes(), settled.warnings(added.pinDeadline()));
        }
    }

    /** Those for patterns that somebody may look at, the oldest first, after this id. */
    @Transactional(readOnly = true)
    public List<RegisteredPublisher> page(
            PackageIndex index, long after, int limit, Caller caller) {
        return publishers
                .ofPatterns(index.id(), within(index, caller, false), after, limit)
                .stream()
                .map(Publisher::registered)
                .toList();
    }

    /** One of them; one that they may not look at is none. */
    @Transactional(readOnly = true)
    public Optional<RegisteredPublisher> find(PackageIndex index, long id, Caller caller) {
        return publishers
                .ofPattern(index.id(), within(index, caller, false), id)
                .map(Publisher::registered);
    }

    /** Removes one, and with it in that instant every upload token that stands on it alone. */
    @Transactional
    public boolean remove(PackageIndex index, long id, Caller caller) {
        Optional<Publisher> found =
                publishers.ofPattern(index.id(), within(index, caller, true), id);
        found.ifPresent(
                publisher -> {
                    publishers.delete(publisher);
                    write(EventType.PUBLISHER_REMOVED, index, publisher.registered(), caller);
                });
        return found.isPresent();
    }

    private String[] within(PackageIndex index, Caller caller, boolean write) {
        return prefixes.patternsOf(index, caller, write).stream()
                .map(NamePattern::like)
                .toArray(String[]::new);
    }

    private void write(
            EventType type, PackageIndex index, RegisteredPublisher publisher, Caller caller) {
        events.record(
                new Event(
                        type,
                        caller.actor(),
                        index.id(),
                        List.of(String.valueOf(publisher.projects())),
                        PublisherEvents.facts(publisher)));
    }
}
