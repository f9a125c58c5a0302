package dev.imprimatur.web.page.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.NameClaim;
import dev.imprimatur.project.NameClaims;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProjectPaths;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Lets those in who may add publishers under a name: to a project of theirs, or to a name that they
 * may claim. Intent: to anybody else there is no such project, as on all of its pages.
 */
@Component
class ClaimGate {

    private final IndexPaths indexes;
    private final ProjectPaths paths;
    private final Projects projects;
    private final NameClaims claims;

    ClaimGate(IndexPaths indexes, ProjectPaths paths, Projects projects, NameClaims claims) {
        this.indexes = indexes;
        this.paths = paths;
        this.projects = projects;
        this.claims = claims;
    }

    /**
     * For whoever looks.
     *
     * @throws dev.imprimatur.web.ProblemException with 404 or 403
     */
    PublishersOf look(String index, String name, Caller caller) {
        PublishersOf wanted = send(index, name, caller);
        if (wanted.project() == null
                && !(claims.wouldClaim(wanted.index(), wanted.projectName(), caller)
                        instanceof NameClaim.Free)) {
            throw ProjectPaths.noProject();
        }
        return wanted;
    }

    /**
     * For whoever sends a form, which may come too late for the name. Limit: they are told by the
     * registry what the management API would tell them, and no more.
     */
    PublishersOf send(String index, String name, Caller caller) {
        PackageIndex known = indexes.index(index);
        ProjectName wanted = known.projectName(name).orElseThrow(ProjectPaths::noProject);
        Optional<Projects.Seen> seen = projects.see(known, wanted, caller);
        seen.ifPresent(there -> paths.require(there, caller, Right.PUBLISH));
        Optional<RegisteredProject> project = seen.map(Projects.Seen::project);
        return new PublishersOf(
                known, project.map(RegisteredProject::name).orElse(wanted), project.orElse(null));
    }
}
