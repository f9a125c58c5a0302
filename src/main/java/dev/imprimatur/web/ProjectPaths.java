package dev.imprimatur.web;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Access;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import org.springframework.stereotype.Component;

/**
 * Makes a project of the name in a path, for a caller who may: the one gate that every call about a
 * project goes through.
 */
@Component
public class ProjectPaths {

    private final Projects projects;
    private final Access access;

    ProjectPaths(Projects projects, Access access) {
        this.projects = projects;
        this.access = access;
    }

    /**
     * The project of a name in any spelling.
     *
     * @param wanted what the call takes
     * @throws ProblemException with 404 where the project is not there or the caller may not see
     *     it, which are the same answer; with 403, saying what is missing, where they see it and
     *     may not do this
     */
    public RegisteredProject project(PackageIndex index, String name, Caller caller, Right wanted) {
        return see(index, name, caller, wanted).project();
    }

    /** The same, with all that the caller may do with it. */
    public Projects.Seen see(PackageIndex index, String name, Caller caller, Right wanted) {
        Projects.Seen seen =
                index.projectName(name)
                        .flatMap(known -> projects.see(index, known, caller))
                        .orElseThrow(ProjectPaths::noProject);
        require(seen, caller, wanted);
        return seen;
    }

    /** The same for a project that is at hand. */
    public void require(RegisteredProject project, Caller caller, Right wanted) {
        require(new Projects.Seen(project, access.to(project, caller)), caller, wanted);
    }

    /** The same where the caller's right to it is at hand, too. */
    public void require(Projects.Seen seen, Caller caller, Right wanted) {
        if (seen.right() == Right.NONE) {
            throw noProject();
        }
        if (!seen.right().contains(wanted)) {
            throw forbidden(access.lacking(caller, wanted));
        }
    }

    /**
     * Lets pass whose credentials are good for something like this at all.
     *
     * @throws ProblemException with 403 for anybody else
     */
    public void requireScope(Caller caller, Right wanted) {
        if (!access.most(caller).contains(wanted)) {
            throw forbidden(access.lacking(caller, wanted));
        }
    }

    /**
     * Lets pass who may do everything.
     *
     * @throws ProblemException with 403 for anybody else
     */
    public void requireAdmin(Caller caller) {
        if (!caller.isAdmin()) {
            throw forbidden(access.lacking(caller, Right.ADMIN));
        }
    }

    /**
     * A name that may be registered in this index.
     *
     * @throws ProblemException with 422 where its ecosystem has no such names
     */
    public static ProjectName newName(PackageIndex index, String text) {
        return index.projectName(text)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "name",
                                        "This is no name of a project in this package index"));
    }

    /** What is answered about a project that is not there, or not for this caller. */
    public static ProblemException noProject() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.NOT_FOUND, "There is no such project in this package index"));
    }

    /** What is answered where the credentials are good, but not for this. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(ProblemCode.FORBIDDEN, detail));
    }
}
