package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trusted publishers of a project: list, read, add or only check, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}/publishers")
class PublisherController {

    private final RegistryPaths paths;
    private final Publishers publishers;
    private final Problems problems;
    private final Clock clock;

    PublisherController(
            RegistryPaths paths, Publishers publishers, Problems problems, Clock clock) {
        this.paths = paths;
        this.publishers = publishers;
        this.problems = problems;
        this.clock = clock;
    }

    record PublisherView(
            long id,
            String provider,
            Map<String, String> fields,
            @Nullable Map<String, String> pins,
            String pinState,
            @Nullable Instant pinDeadline,
            Instant createdAt,
            String createdBy,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> warnings) {}

    /** What a dry run would come to. */
    record DryRunView(
            String provider,
            Map<String, String> fields,
            @Nullable Map<String, String> pins,
            String pinState,
            List<String> warnings) {

        static DryRunView of(Publishers.Acceptable acceptable) {
            return new DryRunView(
                    acceptable.provider(),
                    acceptable.fields(),
                    acceptable.pins(),
                    acceptable.pinState().wireName(),
                    acceptable.warnings());
        }
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
    PublisherView one(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        return publishers
                .find(paths.project(paths.index(index), name, account, Right.VIEW), id)
                .map(this::view)
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
        paths.toPublish(known, project, account);
        Publishers.Addition addition =
                dryRun
                        ? publishers.check(known, project, wish)
                        : publishers.add(known, project, wish, account.actor());
        return switch (addition) {
            case Publishers.Added(var added, var warnings) ->
                    ResponseEntity.created(location(known, project, added))
                            .body(view(added, warnings));
            case Publishers.Acceptable acceptable -> ResponseEntity.ok(DryRunView.of(acceptable));
            case Publishers.Duplicate(var existing) ->
                    problems.answer(duplicate(existing, location(known, project, existing)));
            case Publishers.Invalid invalid -> problems.answer(problem(invalid));
        };
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.PUBLISH);
        if (!publishers.remove(project, id, account.actor())) {
            throw noPublisher();
        }
        return ResponseEntity.noContent().build();
    }

    private PublisherView view(RegisteredPublisher publisher) {
        return view(publisher, null);
    }

    private PublisherView view(RegisteredPublisher publisher, @Nullable List<String> warnings) {
        return new PublisherView(
                publisher.id(),
                publisher.provider(),
                publisher.fields(),
                publisher.pins(),
                publisher.pinState(clock.instant()).wireName(),
                publisher.pinDeadline(),
                publisher.createdAt(),
                publisher.createdBy(),
                warnings);
    }

    private static URI location(
            PackageIndex index, ProjectName project, RegisteredPublisher publisher) {
        return RegistryPaths.location(index, project, "publishers", Long.toString(publisher.id()));
    }

    private static Problem duplicate(RegisteredPublisher existing, URI location) {
        return Problem.of(
                        ProblemCode.DUPLICATE,
                        "This project has a publisher that says the same already")
                .withHeaders(Map.of(HttpHeaders.LOCATION, location.toString()))
                .withMembers(Map.of("existing_id", existing.id()));
    }

    private static Problem problem(Publishers.Invalid invalid) {
        List<Problem.InvalidField> fields =
                invalid.errors().stream()
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
