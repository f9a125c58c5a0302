package dev.imprimatur.web.page;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import org.springframework.stereotype.Component;

/** Lets those to the pages of a project who may see it; to others there is no such project. */
@Component
public class ProjectGate {

    private final IndexPaths indexes;
    private final ProjectPaths projects;

    ProjectGate(IndexPaths indexes, ProjectPaths projects) {
        this.indexes = indexes;
        this.projects = projects;
    }

    /**
     * What the pages of a project show of it.
     *
     * @param wanted what the page, or what is sent from it, takes
     * @throws dev.imprimatur.web.ProblemException with 404 or 403
     */
    public ShownProject enter(String index, String name, AccountPrincipal account, Right wanted) {
        PackageIndex known = indexes.index(index);
        Projects.Seen seen = projects.see(known, name, account.caller(), wanted);
        return new ShownProject(known, seen.project(), seen.right());
    }

    /** Asks more of whoever is in already. */
    public void require(ShownProject project, AccountPrincipal account, Right wanted) {
        projects.require(
                new Projects.Seen(project.project(), project.right()), account.caller(), wanted);
    }
}
