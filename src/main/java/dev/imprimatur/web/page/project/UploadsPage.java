package dev.imprimatur.web.page.project;

import dev.imprimatur.project.Right;
import dev.imprimatur.token.Upload;
import dev.imprimatur.token.UploadLedger;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import java.util.function.Function;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The files of a project that its index may accept, each with where it comes from. */
@Controller
class UploadsPage {

    private final ProjectGate gate;
    private final UploadLedger ledger;

    UploadsPage(ProjectGate gate, UploadLedger ledger) {
        this.gate = gate;
        this.ledger = ledger;
    }

    @GetMapping("/_/projects/{index}/{name}/uploads")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        model.addAttribute("project", project);
        model.addAttribute(
                "list", Listing.of(page, uploads(project, page), Upload::id, Function.identity()));
        return "project/uploads";
    }

    /**
     * Intent: the ledger goes by names, and a name may have been somebody else's before, or be
     * waited for; their uploads are theirs. An administrator sees them all.
     */
    private List<Upload> uploads(ShownProject project, PageQuery page) {
        List<Upload> rows =
                ledger.page(
                        project.index(),
                        project.project().name(),
                        page.afterId().orElse(Long.MAX_VALUE),
                        page.fetch());
        if (project.administered()) {
            return rows;
        }
        if (project.project().isPending()) {
            return List.of();
        }
        return rows.stream()
                .takeWhile(upload -> !upload.authorizedAt().isBefore(project.project().createdAt()))
                .toList();
    }
}
