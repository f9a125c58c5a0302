package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.EventSight;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import dev.imprimatur.web.security.StandingCredentials;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whose events a caller may read; asked again while a stream goes on, so that whoever loses
 * the right or the credentials stops seeing.
 */
@Component
class EventAccess {

    private final IndexPaths indexes;
    private final ProjectPaths projects;
    private final StandingCredentials credentials;

    EventAccess(IndexPaths indexes, ProjectPaths projects, StandingCredentials credentials) {
        this.indexes = indexes;
        this.projects = projects;
        this.credentials = credentials;
    }

    /** Who may not read all events names one project that they may see. */
    EventSight require(@Nullable String index, @Nullable String project, Caller caller) {
        if (caller.isAdmin()) {
            return new EventSight(null, caller);
        }
        if (index == null || project == null) {
            throw ProjectPaths.forbidden(
                    "Only an administrator may read the events of all projects: name one with the"
                            + " parameters index and project");
        }
        return new EventSight(
                projects.project(indexes.index(index), project, caller, Right.VIEW), caller);
    }

    /**
     * Whether somebody who was let in would be again, and would see the same project: another one
     * may have the name by now, or an upload have made it a real one.
     */
    boolean stillAllows(
            EventSight sight,
            @Nullable String index,
            @Nullable String project,
            AccountPrincipal account) {
        try {
            return credentials.hold(account)
                    && require(index, project, account.caller()).isLike(sight);
        } catch (ProblemException e) {
            return false;
        }
    }
}
