package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import org.springframework.web.util.UriUtils;

/**
 * A project as all of its pages show it.
 *
 * @param index the package index that it is in
 * @param project the project
 * @param right what whoever looks may do with it
 */
public record ShownProject(PackageIndex index, RegisteredProject project, Right right) {

    /** Its name, as its maintainers write it. */
    public String name() {
        return project.name().display();
    }

    /** The address of its first page; those of the others go on behind it. */
    public String path() {
        return "/_/projects/%s/%s"
                .formatted(
                        UriUtils.encode(index.id(), UTF_8),
                        UriUtils.encode(project.name().normalized(), UTF_8));
    }

    /** Whether publishers may be added, edited and removed, and upload tokens be ended. */
    public boolean mayPublish() {
        return right.contains(Right.PUBLISH);
    }

    /** Whether members and settings may be changed. */
    public boolean owned() {
        return right.contains(Right.OWN);
    }

    /** Whether it may be blocked, and a real one be removed. */
    public boolean administered() {
        return right.contains(Right.ADMIN);
    }
}
