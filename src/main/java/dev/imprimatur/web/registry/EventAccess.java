package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Access;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whose events a caller may read; asked again while a stream goes on, so that whoever loses
 * the right stops seeing.
 */
@Component
class EventAccess {

    private final IndexPaths indexes;
    private final RegistryPaths paths;
    private final Access access;

    EventAccess(IndexPaths indexes, RegistryPaths paths, Access access) {
        this.indexes = indexes;
        this.paths = paths;
        this.access = access;
    }

    /** Who may not read all events names one project that they may see. */
    void require(@Nullable String index, @Nullable String project, Caller caller) {
        if (caller.isAdmin()) {
            return;
        }
        if (index == null || project == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "Only an administrator may read the events of all projects: name one"
                                    + " with the parameters index and project"));
        }
        PackageIndex known = indexes.index(index);
        if (!access.to(paths.project(known, project), caller).contains(Right.VIEW)) {
            throw RegistryPaths.noProject();
        }
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
