package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whose events a caller may read; asked again while a stream goes on, so that whoever loses
 * the right stops seeing.
 */
@Component
class EventAccess {

    private final IndexPaths indexes;
    private final ProjectPaths projects;

    EventAccess(IndexPaths indexes, ProjectPaths projects) {
        this.indexes = indexes;
        this.projects = projects;
    }

    /** Who may not read all events names one project that they may see. */
    void require(@Nullable String index, @Nullable String project, Caller caller) {
        if (caller.isAdmin()) {
            return;
        }
        if (index == null || project == null) {
            throw ProjectPaths.forbidden(
                    "Only an administrator may read the events of all projects: name one with the"
                            + " parameters index and project");
        }
        projects.project(indexes.index(index), project, caller, Right.VIEW);
    }

    /** The same as a question. */
    boolean allows(@Nullable String index, @Nullable String project, Caller caller) {
        try {
            require(index, project, caller);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
