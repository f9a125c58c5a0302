package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.PublisherProblems;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Makes an index and a project of what a path says, in any spelling of the name, for a caller who
 * may.
 */
@Component
class RegistryPaths {

    /** Of a text by which a list is filtered; longer than any name. */
    private static final int LONGEST_FILTER = 300;

    static final String INDEX = "/_/api/v1/indexes/{index}";

    private final IndexPaths indexes;
    private final ProjectPaths projects;

    RegistryPaths(IndexPaths indexes, ProjectPaths projects) {
        this.indexes = indexes;
        this.projects = projects;
    }

    PackageIndex index(String id) {
        return indexes.index(id);
    }

    /**
     * A project that is there for this caller; see {@link ProjectPaths#project}.
     *
     * @param wanted what the call takes
     */
    RegisteredProject project(
            PackageIndex index, String name, AccountPrincipal account, Right wanted) {
        return projects.project(index, name, account.caller(), wanted);
    }

    static ProblemException tooMany(int most) {
        return new ProblemException(PublisherProblems.of(new Addition.TooMany(most)));
    }

    static void requireShort(String parameter, @Nullable String text) {
        if (text != null && text.length() > LONGEST_FILTER) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "The parameter %s has more than %d characters"
                                    .formatted(parameter, LONGEST_FILTER)));
        }
    }

    static URI location(PackageIndex index, ProjectName name, String... more) {
        String[] segments = new String[more.length + 2];
        segments[0] = "projects";
        segments[1] = name.normalized();
        System.arraycopy(more, 0, segments, 2, more.length);
        return location(index, segments);
    }

    static URI location(PackageIndex index, String... segments) {
        return UriComponentsBuilder.fromPath("/_/api/v1/indexes")
                .pathSegment(index.id())
                .pathSegment(segments)
                .encode()
                .build()
                .toUri();
    }
}
