package dev.imprimatur.web.registry;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.publisher.Explanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation as it is answered. */
record ExplanationView(
        String verdict,
        boolean proven,
        List<CheckView> checks,
        List<PublisherView> publishers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hiddenPatterns) {

    /** Something wrong with the job, whatever the publishers say. */
    record CheckView(
            String code,
            @Nullable String claim,
            @Nullable String expected,
            @Nullable String seen,
            String message,
            String cure) {

        static CheckView of(Explanation.Check check) {
            return new CheckView(
                    check.advice().code(),
                    check.claim(),
                    check.expected(),
                    check.seen(),
                    check.message(),
                    check.cure());
        }
    }

    /** One publisher of the project, or for a pattern that its name fits. */
    record PublisherView(
            long id,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String projects,
            String provider,
            String verdict,
            String pinState,
            @Nullable Instant pinDeadline,
            List<RowView> fields,
            List<RowView> pins,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String code,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cure) {

        static PublisherView of(Explanation.PublisherExplanation publisher) {
            Explanation.Sentence advice = publisher.advice();
            return new PublisherView(
                    publisher.id(),
                    publisher.projects(),
                    publisher.provider(),
                    ExplanationView.verdict(publisher.match()),
                    publisher.pinState().wireName(),
                    publisher.pinDeadline(),
                    publisher.fields().stream().map(RowView::of).toList(),
                    publisher.pins().stream().map(RowView::of).toList(),
                    advice == null ? null : advice.advice().code(),
                    advice == null ? null : advice.message(),
                    advice == null ? null : advice.cure());
        }
    }

    /** One line of the comparison; the sentences are there where something is to be mended. */
    record RowView(
            String field,
            String label,
            @Nullable String expected,
            @Nullable String seen,
            String verdict,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String code,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cure) {

        static RowView of(Explanation.Row row) {
            Explanation.Sentence advice = row.advice();
            return new RowView(
                    row.field(),
                    row.label(),
                    row.expected(),
                    row.seen(),
                    wireName(row.verdict()),
                    advice == null ? null : advice.advice().code(),
                    advice == null ? null : advice.message(),
                    advice == null ? null : advice.cure());
        }
    }

    static ExplanationView of(Explanation explanation) {
        Explanation.Hidden hidden = explanation.hidden();
        return new ExplanationView(
                verdict(explanation.match()),
                explanation.proven(),
                explanation.checks().stream().map(CheckView::of).toList(),
                explanation.publishers().stream().map(PublisherView::of).toList(),
                hidden == null ? null : wireName(hidden));
    }

    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(ROOT).replace('_', '-');
    }

    private static String verdict(boolean match) {
        return match ? "match" : "no-match";
    }
}
