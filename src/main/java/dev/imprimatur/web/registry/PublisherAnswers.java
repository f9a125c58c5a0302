package dev.imprimatur.web.registry;

import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Change;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.publisher.Removal;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.PublisherProblems;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers what became of a publisher alike, whatever it is a publisher of. */
@Component
class PublisherAnswers {

    private final Problems problems;
    private final Clock clock;

    PublisherAnswers(Problems problems, Clock clock) {
        this.problems = problems;
        this.clock = clock;
    }

    PublisherView view(RegisteredPublisher publisher) {
        return PublisherView.of(publisher, clock.instant());
    }

    /**
     * The answer to whoever reads one, with its tag for edits. Intent: counts and pins move beneath
     * the tag, so whoever asks with If-None-Match gets them as they are now. Spring MVC answers 304
     * by itself to a {@link ResponseEntity} with a tag, so this is none.
     */
    PublisherView read(RegisteredPublisher publisher, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, IfMatch.tag(publisher.version()));
        return view(publisher);
    }

    /**
     * Answers what adding one came to.
     *
     * @param location where the one of an id is
     */
    ResponseEntity<?> of(Addition addition, LongFunction<URI> location) {
        return switch (addition) {
            case Addition.Added(var added, var notes, var warnings) ->
                    tagged(ResponseEntity.created(location.apply(added.id())), added)
                            .body(view(added).withNotes(notes, warnings));
            case Addition.Acceptable(var preview) -> ResponseEntity.ok(DryRunView.of(preview));
            case Addition.Duplicate(var existing) -> duplicate(existing, location);
            case Addition.NameTaken _, Addition.Denied _, Addition.TooMany _, Addition.Invalid _ ->
                    problems.answer(PublisherProblems.of(addition));
        };
    }

    /**
     * Answers what an edit came to.
     *
     * @param missing what is said where there is none
     */
    ResponseEntity<?> of(
            Change change, LongFunction<URI> location, Supplier<ProblemException> missing) {
        return switch (change) {
            case Change.Changed(var changed, var notes, var warnings) ->
                    tagged(ResponseEntity.ok(), changed)
                            .body(view(changed).withNotes(notes, warnings));
            case Change.Acceptable(var preview) -> ResponseEntity.ok(DryRunView.of(preview));
            case Change.Duplicate(var existing) -> duplicate(existing, location);
            case Change.Invalid(var errors) -> problems.answer(PublisherProblems.invalid(errors));
            case Change.Stale() -> throw IfMatch.stale();
            case Change.Missing() -> throw missing.get();
        };
    }

    /** Answers what removing one came to. */
    static ResponseEntity<Void> of(Removal removal, Supplier<ProblemException> missing) {
        return switch (removal) {
            case REMOVED -> ResponseEntity.noContent().build();
            case STALE -> throw IfMatch.stale();
            case MISSING -> throw missing.get();
        };
    }

    private static ResponseEntity.BodyBuilder tagged(
            ResponseEntity.BodyBuilder answer, RegisteredPublisher publisher) {
        return answer.eTag(IfMatch.tag(publisher.version()));
    }

    private ResponseEntity<?> duplicate(RegisteredPublisher existing, LongFunction<URI> location) {
        return problems.answer(
                PublisherProblems.duplicate()
                        .withHeaders(
                                Map.of(
                                        HttpHeaders.LOCATION,
                                        location.apply(existing.id()).toString()))
                        .withMembers(Map.of("existing_id", existing.id())));
    }
}
