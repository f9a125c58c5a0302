package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Publishers.Wish;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The way of every wish for one publisher, whatever it is to be a publisher of: is it fit, is
 * anything in the way, what does its forge say, and only then a transaction that lets it in. Forges
 * may take long, so there is no transaction around all of it.
 */
@Component
class Adding {

    private final Providers providers;
    private final PinResolution pins;
    private final PublisherQuota quota;
    private final TransactionOperations transactions;
    private final Clock clock;

    Adding(
            Providers providers,
            PinResolution pins,
            PublisherQuota quota,
            TransactionOperations transactions,
            Clock clock) {
        this.providers = providers;
        this.pins = pins;
        this.quota = quota;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a publisher is wished for, by somebody. */
    interface Target {

        /** Why it cannot be added, as far as can be told without a lock; empty: it can. */
        Optional<Addition> inTheWay(CheckedPublisher checked);

        /** What it would be. */
        Publisher row(CheckedPublisher checked, PinResolution.Settled settled);

        /** Adds it in a transaction, if nothing is in the way then. */
        Addition accept(CheckedPublisher checked, PinResolution.Settled settled);
    }

    Addition add(PackageIndex index, Target target, Wish wish, Caller caller) {
        if (quota.left(index, caller) < 1) {
            return new Addition.TooMany(index.names().publishersPerAccount());
        }
        return examine(
                target,
                wish,
                (checked, settled) ->
                        Objects.requireNonNull(
                                transactions.execute(_ -> target.accept(checked, settled))));
    }

    /** What adding it would come to. */
    Addition check(Target target, Wish wish) {
        return examine(
                target,
                wish,
                (checked, settled) -> {
                    RegisteredPublisher wouldBe = target.row(checked, settled).registered();
                    return new Addition.Acceptable(
                            Preview.of(
                                    wouldBe,
                                    checked.notes(),
                                    settled.warnings(wouldBe.pinDeadline()),
                                    clock.instant()));
                });
    }

    private Addition examine(
            Target target,
            Wish wish,
            BiFunction<CheckedPublisher, PinResolution.Settled, Addition> accept) {
        return switch (CheckedPublisher.of(providers, wish.provider(), wish.fields())) {
            case CheckedPublisher.Invalid(var errors) -> new Addition.Invalid(errors);
            case CheckedPublisher.Valid(var checked) ->
                    target.inTheWay(checked).orElseGet(() -> resolve(checked, accept));
        };
    }

    private Addition resolve(
            CheckedPublisher checked,
            BiFunction<CheckedPublisher, PinResolution.Settled, Addition> accept) {
        return switch (pins.resolve(checked)) {
            case PinResolution.Refused(var errors) -> new Addition.Invalid(errors);
            case PinResolution.Settled settled -> accept.apply(checked, settled);
        };
    }
}
