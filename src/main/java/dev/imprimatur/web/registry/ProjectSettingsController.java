package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectSettings;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.registry.ProjectViews.ProjectView;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What its owners set for a project. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}")
class ProjectSettingsController {

    private static final String NO_PUBLISHER =
            "This project has no trusted publisher, so nothing can be uploaded to it from now on."
                    + " Add one";

    private final RegistryPaths paths;
    private final ProjectSettings settings;
    private final Publishers publishers;
    private final ProjectViews views;

    ProjectSettingsController(
            RegistryPaths paths,
            ProjectSettings settings,
            Publishers publishers,
            ProjectViews views) {
        this.paths = paths;
        this.settings = settings;
        this.publishers = publishers;
        this.views = views;
    }

    record SettingsChange(@Nullable Boolean trustedOnly) {}

    record ChangedProject(@JsonUnwrapped ProjectView project, List<String> warnings) {}

    @PatchMapping
    ChangedProject change(
            @PathVariable String index,
            @PathVariable String name,
            @RequestBody SettingsChange change,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.OWN);
        Boolean trustedOnly = change.trustedOnly();
        if (trustedOnly == null) {
            throw nothingToChange();
        }
        boolean done =
                trustedOnly
                        ? settings.requireToken(project, account.caller())
                        : settings.stopRequiringToken(project, account.caller());
        if (!done) {
            throw ProjectPaths.noProject();
        }
        boolean shutOut = trustedOnly && publishers.page(project, 0, 1).isEmpty();
        return new ChangedProject(
                views.of(paths.project(known, name, account, Right.OWN)),
                shutOut ? List.of(NO_PUBLISHER) : List.of());
    }

    private static ProblemException nothingToChange() {
        String sentence = "trusted_only must be true or false";
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                        .withFields(
                                List.of(
                                        new Problem.InvalidField(
                                                "trusted_only", "required", sentence))));
    }
}
