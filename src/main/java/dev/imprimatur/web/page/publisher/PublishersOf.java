package dev.imprimatur.web.page.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The name under which a publisher is to be, whether a project has it already or not.
 *
 * @param index the package index
 * @param projectName the name
 * @param project what is there for whoever looks; null: nothing, so that the first publisher claims
 *     the name
 */
record PublishersOf(
        PackageIndex index, ProjectName projectName, @Nullable RegisteredProject project) {

    /** As its maintainers write it. */
    public String name() {
        return projectName.display();
    }

    /** The address of the project's first page. */
    public String path() {
        return path(projectName.normalized());
    }

    /** Where publishers are added: in the spelling that the project is to have. */
    public String newPath() {
        return path(projectName.display()) + "/publishers/new";
    }

    /** Where one of them is, and what is done with it. */
    public String path(long id, String what) {
        return "%s/publishers/%d/%s".formatted(path(), id, what);
    }

    private String path(String name) {
        return "/_/projects/%s/%s"
                .formatted(UriUtils.encode(index.id(), UTF_8), UriUtils.encode(name, UTF_8));
    }
}
