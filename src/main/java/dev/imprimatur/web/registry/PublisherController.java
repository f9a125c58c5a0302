package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trusted publishers of a project: list, read, add, edit, or only check, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}/publishers")
class PublisherController {

    private final RegistryPaths paths;
    private final Publishers publishers;
    private final PublisherChanges changes;
    private final Problems problems;
    private final Clock clock;

    PublisherController(
            RegistryPaths paths,
            Publishers publishers,
            PublisherChanges changes,
            Problems problems,
            Clock clock) {
        this.paths = paths;
        this.publishers = publishers;
        this.changes = changes;
        this.problems = problems;
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<Page<PublisherView>> list(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.VIEW);
        long after = page.afterId().orElse(0);
        return Page.answer(
                page,
                publishers.page(project, after, page.fetch()),
                RegisteredPublisher::id,
                this::view);
    }

    @GetMapping("/{id}")
    ResponseEntity<PublisherView> one(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        return publishers
                .find(paths.project(paths.index(index), name, account, Right.VIEW), id)
                .map(found -> tagged(ResponseEntity.ok(), found).body(view(found)))
                .orElseThrow(PublisherController::noPublisher);
    }

    @PostMapping
    ResponseEntity<?> add(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody Publishers.Wish wish,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        ProjectName project = paths.newName(known, name);
        Addition addition =
                dryRun
                        ? publishers.check(known, project, wish, account.caller())
                        : publishers.add(known, project, wish, account.caller());
        return answer(
                addition,
                problems,
                clock.instant(),
                id -> RegistryPaths.location(known, project, "publishers", Long.toString(id)));
    }

    /** Adding a publisher is answered alike, whatever it is a publisher of. */
    static ResponseEntity<?> answer(
            Addition addition, Problems problems, Instant now, LongFunction<URI> location) {
        return switch (addition) {
            case Addition.Added(var added, var notes, var warnings) ->
                    tagged(ResponseEntity.created(location.apply(added.id())), added)
                            .body(PublisherView.of(added, now).withNotes(notes, warnings));
            case Addition.Acceptable(var preview) -> ResponseEntity.ok(DryRunView.of(preview));
            case Addition.Duplicate(var existing) ->
                    problems.answer(duplicate(existing, location.apply(existing.id())));
            case Addition.NameTaken() -> problems.answer(RegistryPaths.nameTaken());
            case Addition.Denied(String reason) -> throw ProjectPaths.forbidden(reason);
            case Addition.TooMany(int most) -> throw RegistryPaths.tooMany(most);
            case Addition.Invalid(var errors) -> problems.answer(problem(errors));
        };
    }

    @PatchMapping("/{id}")
    ResponseEntity<?> change(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PublisherChanges.Edit edit,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.PUBLISH);
        if (publishers.find(project, id).isEmpty()) {
            throw noPublisher();
        }
        IfMatch seen = IfMatch.required(ifMatch);
        PublisherChanges.Change change =
                dryRun
                        ? changes.check(project, id, edit, seen)
                        : changes.change(known, project, id, edit, seen, account.caller());
        return switch (change) {
            case PublisherChanges.Changed(var changed, var notes, var warnings) ->
                    tagged(ResponseEntity.ok(), changed)
                            .body(view(changed).withNotes(notes, warnings));
            case PublisherChanges.Acceptable(var preview) ->
                    ResponseEntity.ok(DryRunView.of(preview));
            case PublisherChanges.Duplicate(var existing) ->
                    problems.answer(
                            duplicate(
                                    existing,
                                    RegistryPaths.location(
                                            known,
                                            project.name(),
                                            "publishers",
                                            Long.toString(existing.id()))));
            case PublisherChanges.Invalid(var errors) -> problems.answer(problem(errors));
            case PublisherChanges.Stale() -> throw IfMatch.stale();
            case PublisherChanges.Missing() -> throw noPublisher();
        };
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.PUBLISH);
        return switch (publishers.remove(project, id, IfMatch.optional(ifMatch), account.actor())) {
            case REMOVED -> ResponseEntity.noContent().build();
            case STALE -> throw IfMatch.stale();
            case MISSING -> throw noPublisher();
        };
    }

    private PublisherView view(RegisteredPublisher publisher) {
        return PublisherView.of(publisher, clock.instant());
    }

    private static ResponseEntity.BodyBuilder tagged(
            ResponseEntity.BodyBuilder answer, RegisteredPublisher publisher) {
        return answer.eTag(IfMatch.tag(publisher.version()));
    }

    private static Problem duplicate(RegisteredPublisher existing, URI location) {
        return Problem.of(ProblemCode.DUPLICATE, "A publisher that says the same is there already")
                .withHeaders(Map.of(HttpHeaders.LOCATION, location.toString()))
                .withMembers(Map.of("existing_id", existing.id()));
    }

    private static Problem problem(List<FieldError> errors) {
        List<Problem.InvalidField> fields =
                errors.stream()
                        .map(
                                error ->
                                        new Problem.InvalidField(
                                                error.field(), error.code(), error.message()))
                        .toList();
        return Problem.of(ProblemCode.INVALID_FIELDS, "Some fields of the publisher are not valid")
                .withFields(fields);
    }

    private static ProblemException noPublisher() {
        return RegistryPaths.notFound("This project has no such publisher");
    }
}
