package dev.imprimatur.web.index;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.token.Upload;
import dev.imprimatur.token.UploadDecision;
import dev.imprimatur.token.UploadGate;
import dev.imprimatur.token.UploadLedger;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
    private final UploadGate gate;
    private final UploadLedger ledger;
    private final Problems problems;

    UploadsController(IndexPaths indexes, UploadGate gate, UploadLedger ledger, Problems problems) {
        this.indexes = indexes;
        this.gate = gate;
        this.ledger = ledger;
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
            case UploadForm.Reading.Complete(var upload) -> answer(gate.decide(upload));
        };
    }

    /**
     * What the index was told it may accept, the newest first; of one project where one is named.
     */
    @GetMapping("/_/api/v1/indexes/{index}/uploads")
    ResponseEntity<?> list(
            @PathVariable String index, @RequestParam @Nullable String project, PageQuery page) {
        PackageIndex asking = indexes.index(index);
        Optional<ProjectName> name = Optional.ofNullable(project).flatMap(asking::projectName);
        if (project != null && name.isEmpty()) {
            return problems.answer(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "The parameter project is no name of this ecosystem"));
        }
        List<Upload> uploads =
                ledger.page(
                        asking,
                        name.orElse(null),
                        page.afterId().orElse(Long.MAX_VALUE),
                        page.fetch());
        return Page.answer(page, uploads, Upload::id, UploadView::of);
    }

    private ResponseEntity<?> answer(UploadDecision decision) {
        return switch (decision) {
            case UploadDecision.Authorized(var upload, boolean created) ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(UploadView.of(upload, created));
            case UploadDecision.Refused(UploadDecision.Cause cause, String reason) ->
                    problems.answer(Problem.of(ProblemCode.valueOf(cause.name()), reason));
        };
    }
}
