package dev.imprimatur.exchange;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.publisher.TrustedPublisher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The projects to which a client narrows its upload token, held against those that trust it.
 *
 * @param only their names; null: the client narrows nothing
 * @param complete whether all that were asked for are names at all
 */
record Narrowing(@Nullable List<ProjectName> only, boolean complete) {

    static Narrowing of(@Nullable List<String> wanted, PackageIndex index) {
        if (wanted == null) {
            return new Narrowing(null, true);
        }
        List<ProjectName> names =
                wanted.stream().flatMap(text -> index.projectName(text).stream()).toList();
        return new Narrowing(names, names.size() == wanted.size());
    }

    /** Empty: a project is named that does not trust the identity, or that is no name at all. */
    Optional<List<TrustedPublisher>> narrow(List<TrustedPublisher> trusted) {
        if (only == null) {
            return Optional.of(trusted);
        }
        if (!complete) {
            return Optional.empty();
        }
        Set<TrustedPublisher> narrowed = new LinkedHashSet<>();
        for (ProjectName name : only) {
            List<TrustedPublisher> there = of(trusted, name);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            narrowed.addAll(there);
        }
        return Optional.of(List.copyOf(narrowed));
    }

    /** The first project that was asked for and that none of these publishers covers. */
    Optional<ProjectName> lacking(List<TrustedPublisher> trusted) {
        return only == null
                ? Optional.empty()
                : only.stream().filter(name -> of(trusted, name).isEmpty()).findFirst();
    }

    /**
     * What a token reaches that is minted under these publishers. A pattern reaches farther than
     * the names that were asked for, so the names count.
     */
    List<String> reached(List<TrustedPublisher> trusted) {
        return (only == null
                        ? trusted.stream().map(publisher -> publisher.reach().display())
                        : only.stream().map(ProjectName::display))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<TrustedPublisher> of(List<TrustedPublisher> trusted, ProjectName name) {
        return trusted.stream().filter(publisher -> publisher.reach().covers(name)).toList();
    }
}
