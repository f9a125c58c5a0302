package dev.imprimatur.web.index;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.ProjectSettings;
import dev.imprimatur.project.Right;
import dev.imprimatur.token.Upload;
import dev.imprimatur.token.UploadDecision;
import dev.imprimatur.token.UploadGate;
import dev.imprimatur.token.UploadLedger;
import dev.imprimatur.token.UploadRequest;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** How an index asks whether it may accept a file, and reads what it was told. */
@RestController
class UploadsController {

    private final IndexPaths indexes;
    private final ProjectPaths projects;
    private final UploadGate gate;
    private final UploadLedger ledger;
    private final ProjectSettings settings;
    private final Problems problems;

    UploadsController(
            IndexPaths indexes,
            ProjectPaths projects,
            UploadGate gate,
            UploadLedger ledger,
            ProjectSettings settings,
            Problems problems) {
        this.indexes = indexes;
        this.projects = projects;
        this.gate = gate;
        this.ledger = ledger;
        this.settings = settings;
        this.problems = problems;
    }

    @PostMapping("/_/api/v1/indexes/{index}/uploads")
    ResponseEntity<?> authorize(HttpServletRequest request, @PathVariable String index)
            throws IOException {
        PackageIndex asking = indexes.index(index);
        Optional<ObjectNode> body = JsonBody.read(request);
        if (body.isEmpty()) {
            return problems.answer(
                    Problem.of(ProblemCode.INVALID_REQUEST, "The body must be one JSON object"));
        }
        return switch (new UploadForm(body.get()).read(asking)) {
            case UploadForm.Reading.Incomplete(var fields) ->
                    problems.answer(
                            Problem.of(
                                            ProblemCode.INVALID_FIELDS,
                                            "Nothing was decided: " + fields.getFirst().message())
                                    .withFields(fields));
            case UploadForm.Reading.Complete(var upload) -> answer(upload, gate.decide(upload));
        };
    }

    /** What an upload to a project must come with, for an index that has credentials of its own. */
    @GetMapping("/_/api/v1/indexes/{index}/upload-policy")
    ResponseEntity<?> policy(@PathVariable String index, @RequestParam String project) {
        PackageIndex asking = indexes.index(index);
        return asking.projectName(project)
                .<ResponseEntity<?>>map(
                        name ->
                                ResponseEntity.ok(
                                        new UploadPolicy(
                                                name.display(),
                                                settings.tokenRequired(asking, name))))
                .orElseGet(() -> problems.answer(noName()));
    }

    record UploadPolicy(String project, boolean tokenRequired) {}

    /**
     * What the index was told it may accept, the newest first; of one project where one is named. A
     * person names one that they may see.
     *
     * @param person null: the index itself asks
     */
    @GetMapping("/_/api/v1/indexes/{index}/uploads")
    ResponseEntity<?> list(
            @PathVariable String index,
            @RequestParam @Nullable String project,
            PageQuery page,
            @AuthenticationPrincipal @Nullable AccountPrincipal person) {
        PackageIndex asking = indexes.index(index);
        if (person != null && !mayRead(asking, project, person.caller())) {
            return Page.answer(page, List.<Upload>of(), Upload::id, UploadView::of);
        }
        Optional<ProjectName> name = Optional.ofNullable(project).flatMap(asking::projectName);
        if (project != null && name.isEmpty()) {
            return problems.answer(noName());
        }
        List<Upload> uploads =
                ledger.page(
                        asking,
                        name.orElse(null),
                        page.afterId().orElse(Long.MAX_VALUE),
                        page.fetch());
        return Page.answer(page, uploads, Upload::id, UploadView::of);
    }

    private static Problem noName() {
        return Problem.of(
                ProblemCode.INVALID_REQUEST, "The parameter project is no name of this ecosystem");
    }

    /**
     * Whether there is anything for them. Intent: the uploads of an earlier project of this name
     * are the provenance of files that the index has still, so whoever has the name now reads them,
     * too; who merely waits for it does not.
     */
    private boolean mayRead(PackageIndex index, @Nullable String project, Caller caller) {
        // The ledger outlives projects, and so does what an administrator may read of it.
        if (caller.isAdmin()) {
            return true;
        }
        if (project == null) {
            throw ProjectPaths.forbidden(
                    "Only an administrator may read the uploads of all projects: name one with the"
                            + " parameter project");
        }
        return !projects.project(index, project, caller, Right.VIEW).isPending();
    }

    /** A no tells the index, too, whether it may look at credentials of its own instead. */
    private ResponseEntity<?> answer(UploadRequest request, UploadDecision decision) {
        return switch (decision) {
            case UploadDecision.Authorized(var upload, boolean created) ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(UploadView.of(upload, created));
            case UploadDecision.Refused(UploadDecision.Cause cause, String reason) ->
                    problems.answer(
                            Problem.of(ProblemCode.valueOf(cause.name()), reason)
                                    .withStatus(HttpStatus.FORBIDDEN.value())
                                    .withMembers(
                                            Map.of(
                                                    "token_required",
                                                    settings.tokenRequired(
                                                            request.index(), request.project()))));
        };
    }
}
