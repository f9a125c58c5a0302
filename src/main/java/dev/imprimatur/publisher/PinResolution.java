package dev.imprimatur.publisher;

import dev.imprimatur.forge.Finding;
import dev.imprimatur.forge.Forges;
import dev.imprimatur.provider.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the pins of a publisher before it is registered, so that nobody can take its names over
 * before their first use. What cannot be found is no reason to refuse it: its first use binds it.
 *
 * <p>Asks the network, so it comes before the transaction, never in it.
 */
@Component
class PinResolution {

    /** For all publishers of one batch together. */
    static final Duration BATCH_BUDGET = Duration.ofSeconds(10);

    private final Forges forges;

    PinResolution(Forges forges) {
        this.forges = forges;
    }

    /** What finding the pins comes to. */
    sealed interface Resolution {}

    /** The names are wrong, so nothing is to be registered under them. */
    record Refused(List<FieldError> errors) implements Resolution {}

    /**
     * The publisher may be registered.
     *
     * @param pins what it is bound to from the start; null: its first use binds it
     * @param reason a sentence on why it is not; null: it is, or there is nothing to find out
     */
    record Settled(@Nullable Map<String, String> pins, @Nullable String reason)
            implements Resolution {

        /**
         * What the maintainer should know.
         *
         * @param deadline until when the first use may bind it; null: it need not
         */
        List<String> warnings(@Nullable Instant deadline) {
            return reason == null || deadline == null
                    ? List.of()
                    : List.of(
                            "%s The first job that uses the publisher binds it to its repository, until %s."
                                    .formatted(reason, deadline.truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    /** Whether anybody is asked about it at all. */
    boolean asks(CheckedPublisher publisher) {
        return forges.know(publisher.provider());
    }

    Resolution resolve(CheckedPublisher publisher) {
        return resolution(forges.find(question(publisher)));
    }

    /** The same for many, in their order, within one budget. */
    List<Resolution> resolveAll(List<CheckedPublisher> publishers) {
        return forges
                .findAll(publishers.stream().map(PinResolution::question).toList(), BATCH_BUDGET)
                .stream()
                .map(PinResolution::resolution)
                .toList();
    }

    private static Resolution resolution(Finding finding) {
        return switch (finding) {
            case Finding.Found(var pins) -> new Settled(pins, null);
            case Finding.Wrong(var error) -> new Refused(List.of(error));
            case Finding.Unknown(_, String reason) -> new Settled(null, reason);
            case Finding.NotAsked() -> new Settled(null, null);
        };
    }

    private static Forges.Question question(CheckedPublisher publisher) {
        return new Forges.Question(publisher.provider(), publisher.fields());
    }
}
