package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Cure;
import dev.imprimatur.publisher.Explanation;
import dev.imprimatur.publisher.PinState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * How a job stands to a project, as pages show it: words in the place of constants, and the edits
 * that would let it in as links to the forms that are filled in with them.
 *
 * @param match whether such a job gets an upload token
 * @param proven whether the claims are known to be a provider's
 * @param checks what is wrong with the job itself
 * @param publishers the nearest first
 * @param hidden what comes of publishers that are not for the eyes of whoever asks, as texts are
 *     called; null: there are none
 */
public record ShownExplanation(
        boolean match,
        boolean proven,
        List<Explanation.Check> checks,
        List<Compared> publishers,
        @Nullable String hidden) {

    /**
     * A publisher and the job, side by side.
     *
     * @param projects the pattern of names that it is for; null: it is of the project alone
     * @param provider what people call its provider
     * @param pinState whether it is bound, as texts are called
     * @param deadline until when its first use may bind it, where it waits for that
     * @param lines of its fields, and after them of the ids that it is bound to
     * @param advice what to say of it as a whole; null: the lines say it
     */
    public record Compared(
            long id,
            @Nullable String projects,
            String provider,
            boolean match,
            String pinState,
            @Nullable Instant deadline,
            List<Line> lines,
            Explanation.@Nullable Sentence advice) {}

    /**
     * One line of it.
     *
     * @param verdict as texts are called
     * @param tone the colour that repeats it; empty: none
     * @param cure null: nothing is proposed, or not to whoever looks
     */
    public record Line(
            String label,
            @Nullable String expected,
            @Nullable String seen,
            String verdict,
            String tone,
            Explanation.@Nullable Sentence advice,
            @Nullable Proposal cure) {

        /** Whether it stands in the way, or might, or something is to be said of it. */
        public boolean isTelling() {
            return tone.equals("bad") || tone.equals("wait") || advice != null || cure != null;
        }
    }

    /**
     * An edit that is proposed.
     *
     * @param kind as texts are called
     * @param value what the field would say; of a list what it would say besides
     * @param address of the form, filled in with it
     */
    public record Proposal(String kind, String value, String address) {}

    /** As whoever looks at the project sees it. */
    static ShownExplanation of(Explanation explanation, ShownProject project, Providers providers) {
        Explanation.Hidden hidden = explanation.hidden();
        return new ShownExplanation(
                explanation.match(),
                explanation.proven(),
                explanation.checks(),
                explanation.publishers().stream()
                        .map(publisher -> compared(publisher, project, providers))
                        .toList(),
                hidden == null ? null : word(hidden));
    }

    private static Compared compared(
            Explanation.PublisherExplanation publisher, ShownProject project, Providers providers) {
        List<Line> lines = new ArrayList<>();
        publisher.fields().forEach(row -> lines.add(line(row, project)));
        if (publisher.pinState() == PinState.BOUND || publisher.pinState() == PinState.RESOLVED) {
            publisher.pins().forEach(row -> lines.add(line(row, project)));
        }
        return new Compared(
                publisher.id(),
                publisher.projects(),
                providers
                        .ofId(publisher.provider())
                        .map(ProviderDefinition::label)
                        .orElse(publisher.provider()),
                publisher.match(),
                publisher.pinState().wireName(),
                publisher.pinState() == PinState.WAITING ? publisher.pinDeadline() : null,
                List.copyOf(lines),
                publisher.advice());
    }

    private static Line line(Explanation.Row row, ShownProject project) {
        return new Line(
                row.label(),
                row.expected(),
                row.seen(),
                word(row.verdict()),
                tone(row.verdict()),
                row.advice(),
                proposal(row, project));
    }

    private static @Nullable Proposal proposal(Explanation.Row row, ShownProject project) {
        Cure cure = row.change();
        if (cure == null || !project.mayPublish()) {
            return null;
        }
        String seen = row.seen();
        return new Proposal(
                word(cure.kind()),
                cure.kind() == Cure.Kind.ADD && seen != null ? seen : cure.value(),
                "%s/publishers/%d/edit?field=%s&value=%s"
                        .formatted(
                                project.path(),
                                cure.publisher(),
                                UriUtils.encode(cure.field(), UTF_8),
                                UriUtils.encode(cure.value(), UTF_8)));
    }

    private static String tone(Explanation.Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "good";
            case MISMATCH, MISSING -> "bad";
            case NOT_RECORDED -> "wait";
            case NOT_SET -> "";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
