package dev.imprimatur.web.registry;

import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.PublisherBatch;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many publishers of an index at once: all of them, or none and what is wrong with each. */
@RestController
class PublisherBatchController {

    /** More would help nobody, and an answer has a size. */
    private static final int MOST_ERRORS = 1000;

    private final RegistryPaths paths;
    private final ProjectPaths projects;
    private final PublisherBatch batch;
    private final Problems problems;
    private final Clock clock;

    PublisherBatchController(
            RegistryPaths paths,
            ProjectPaths projects,
            PublisherBatch batch,
            Problems problems,
            Clock clock) {
        this.paths = paths;
        this.projects = projects;
        this.batch = batch;
        this.problems = problems;
        this.clock = clock;
    }

    record Batch(@Nullable List<PublisherBatch.@Nullable Item> publishers) {}

    record Items<T>(List<T> items) {}

    record AddedView(String project, PublisherView publisher) {}

    @PostMapping(RegistryPaths.INDEX + "/publishers:batch")
    ResponseEntity<?> add(
            @PathVariable String index,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody Batch wished,
            @AuthenticationPrincipal AccountPrincipal account) {
        var known = paths.index(index);
        projects.requireScope(account.caller(), Right.PUBLISH);
        var items = wished.publishers();
        if (items == null || items.isEmpty() || items.size() > PublisherBatch.LARGEST) {
            return problems.answer(wrongSize());
        }
        PublisherBatch.Outcome outcome =
                dryRun
                        ? batch.check(known, items, account.caller())
                        : batch.add(known, items, account.caller());
        return switch (outcome) {
            case PublisherBatch.Added(var added) ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .body(new Items<>(added.stream().map(this::view).toList()));
            case PublisherBatch.Acceptable(var previews) ->
                    ResponseEntity.ok(new Items<>(previews.stream().map(DryRunView::of).toList()));
            case PublisherBatch.TooMany(int most) -> throw RegistryPaths.tooMany(most);
            case PublisherBatch.Refused(var errors) -> problems.answer(refused(errors));
        };
    }

    private AddedView view(PublisherBatch.AddedItem added) {
        return new AddedView(
                added.project().name().display(),
                PublisherView.of(added.publisher(), clock.instant())
                        .withNotes(added.notes(), added.warnings()));
    }

    private static Problem wrongSize() {
        String sentence = "A batch has 1 to %d publishers".formatted(PublisherBatch.LARGEST);
        return Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                .withFields(List.of(new Problem.InvalidField("publishers", "invalid", sentence)));
    }

    private static Problem refused(List<PublisherBatch.ItemError> errors) {
        return Problem.of(
                        ProblemCode.INVALID_FIELDS,
                        "None of the publishers was added: errors says what is wrong with which item")
                .withFields(
                        errors.stream()
                                .limit(MOST_ERRORS)
                                .map(PublisherBatchController::field)
                                .toList());
    }

    private static Problem.InvalidField field(PublisherBatch.ItemError error) {
        String within = error.error().field();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("item", error.item());
        if (error.existing() != null) {
            members.put("existing_id", error.existing());
        }
        return new Problem.InvalidField(
                "publishers[%d]%s".formatted(error.item(), within.isEmpty() ? "" : "." + within),
                error.error().code(),
                error.error().message(),
                members);
    }
}
