package dev.imprimatur.publisher;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Publishers.Added;
import dev.imprimatur.publisher.Publishers.Addition;
import dev.imprimatur.publisher.Publishers.Denied;
import dev.imprimatur.publisher.Publishers.Duplicate;
import dev.imprimatur.publisher.Publishers.Invalid;
import dev.imprimatur.publisher.Publishers.Wish;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Publishers for a pattern of names in an index, the projects to come included: what a whole
 * organisation publishes with one workflow. Every change here leaves its event.
 */
@Service
public class PatternPublishers {

    private static final Denied NOT_THEIRS =
            new Denied(
                    "Publishers for a pattern of names are for administrators, and for the owners of a"
                            + " prefix that all of the names begin with");

    private final PublisherRepository publishers;
    private final PrefixOwners prefixes;
    private final Providers providers;
    private final PinResolution pins;
    private final PublisherQuota quota;
    private final TransactionOperations transactions;
    private final EventLog events;
    private final Clock clock;

    PatternPublishers(
            PublisherRepository publishers,
            PrefixOwners prefixes,
            Providers providers,
            PinResolution pins,
            PublisherQuota quota,
            TransactionOperations transactions,
            EventLog events,
            Clock clock) {
        this.publishers = publishers;
        this.prefixes = prefixes;
        this.providers = providers;
        this.pins = pins;
        this.quota = quota;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Adds a publisher for a pattern. Asks its forge first, so there is no transaction around all
     * of it.
     */
    public Addition add(PackageIndex index, NamePattern pattern, Wish wish, Caller caller) {
        if (quota.left(index, caller) < 1) {
            return new Publishers.TooMany(index.names().publishersPerAccount());
        }
        return examine(
                index,
                pattern,
                wish,
                caller,
                (checked, settled) ->
                        Objects.requireNonNull(
                                transactions.execute(
                                        _ -> register(index, pattern, checked, settled, caller))));
    }

    /** What adding one would come to. */
    public Addition check(PackageIndex index, NamePattern pattern, Wish wish, Caller caller) {
        return examine(
                index,
                pattern,
                wish,
                caller,
                (checked, settled) ->
                        Publishers.acceptable(
                                row(index, pattern, checked, settled, caller),
                                checked,
                                settled,
                                clock));
    }

    private Addition examine(
            PackageIndex index,
            NamePattern pattern,
            Wish wish,
            Caller caller,
            BiFunction<CheckedPublisher, PinResolution.Settled, Addition> accept) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    inTheWay(index, pattern, checked, caller)
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
            NamePattern pattern,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            Caller caller) {
        publishers.holdPatterns(index.id());
        return inTheWay(index, pattern, checked, caller)
                .orElseGet(
                        () -> {
                            Publisher row = row(index, pattern, checked, settled, caller);
                            RegisteredPublisher added = publishers.save(row).registered();
                            write(EventType.PUBLISHER_ADDED, index, added, caller);
                            return new Added(
                                    added, checked.notes(), settled.warnings(added.pinDeadline()));
                        });
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

    private Optional<Addition> inTheWay(
            PackageIndex index, NamePattern pattern, CheckedPublisher checked, Caller caller) {
        boolean allowed =
                prefixes.patternsOf(index, caller, true).stream()
                        .anyMatch(mine -> mine.contains(pattern));
        return allowed
                ? publishers
                        .findByIndexIdAndNamePatternAndProviderAndFieldsHash(
                                index.id(), pattern.text(), checked.provider().id(), checked.hash())
                        .map(Publisher::registered)
                        .map(Duplicate::new)
                : Optional.of(NOT_THEIRS);
    }

    private Publisher row(
            PackageIndex index,
            NamePattern pattern,
            CheckedPublisher checked,
            PinResolution.Settled settled,
            Caller caller) {
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
        if (settled.pins() != null) {
            row.resolve(settled.pins(), now);
        }
        return row;
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
