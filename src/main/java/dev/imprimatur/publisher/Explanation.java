package dev.imprimatur.publisher;

import dev.imprimatur.provider.Advice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a CI job stands to a project: what an exchange for it would be decided by, told in full.
 *
 * @param match whether it would be given an upload token for the project
 * @param proven whether the claims are known to be a provider's
 * @param checks what is wrong with the job whatever the publishers say; empty: nothing
 * @param publishers those of the project, and those for a pattern of names that its name fits, the
 *     nearest first
 * @param hidden what comes of publishers for such patterns that whoever asks may not look at; null:
 *     there are none
 */
public record Explanation(
        boolean match,
        boolean proven,
        List<Check> checks,
        List<PublisherExplanation> publishers,
        @Nullable Hidden hidden) {

    /**
     * What is said of publishers that are not for the eyes of whoever asks. Intent: claims that
     * anybody can make up must not find out, guess by guess, what such a publisher says; a workload
     * that shows what its provider signed could ask at an exchange as well.
     */
    public enum Hidden {
        /** The workload matches one of them. */
        MATCH,
        /** It matches none of them. */
        NO_MATCH,
        /** Nobody signed the claims. */
        NOT_COMPARED
    }

    /** What a row comes to. */
    public enum Verdict {
        /** As expected. */
        MATCH,
        /** Something else. */
        MISMATCH,
        /** The job does not say. */
        MISSING,
        /** The publisher does not say, so anything goes. */
        NOT_SET,
        /** The job is a recorded one, and what it said was not kept. */
        NOT_RECORDED
    }

    /**
     * Something wrong with the job itself.
     *
     * @param claim the claim that is to blame; null: none
     * @param expected what would do, where that can be said
     * @param seen what was shown
     */
    public record Check(
            Advice advice,
            @Nullable String claim,
            @Nullable String expected,
            @Nullable String seen,
            String message,
            String cure) {

        static Check of(
                Advice advice,
                @Nullable String claim,
                @Nullable String expected,
                @Nullable String seen,
                Map<String, String> facts) {
            return new Check(
                    advice, claim, expected, seen, advice.message(facts), advice.cure(facts));
        }
    }

    /**
     * One publisher.
     *
     * @param projects the pattern of names that it is for; null: it is of the project alone
     * @param provider the id of its provider
     * @param match whether the job matches it
     * @param pinState whether it is bound
     * @param pinDeadline until when its first use may bind it; null: its provider has no pins
     * @param fields its fields, and the rules of its provider that refuse the job; none where it is
     *     another provider's
     * @param pins the ids that it is bound to
     * @param advice what to say of it as a whole; null: the rows say it
     */
    public record PublisherExplanation(
            long id,
            @Nullable String projects,
            String provider,
            boolean match,
            PinState pinState,
            @Nullable Instant pinDeadline,
            List<Row> fields,
            List<Row> pins,
            @Nullable Sentence advice) {}

    /**
     * One line of the comparison.
     *
     * @param advice null: nothing is to be mended
     * @param change the edit of the publisher that would do; null: there is none that a machine
     *     should propose
     */
    public record Row(
            String field,
            String label,
            @Nullable String expected,
            @Nullable String seen,
            Verdict verdict,
            @Nullable Sentence advice,
            @Nullable Cure change) {}

    /** Which kind of thing it is, what is wrong, and what mends it. */
    public record Sentence(Advice advice, String message, String cure) {}
}
