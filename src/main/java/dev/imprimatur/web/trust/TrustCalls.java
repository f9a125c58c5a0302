package dev.imprimatur.web.trust;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.publisher.Removal;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.PublisherProblems;
import dev.imprimatur.web.RequestHost;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the tools of every ecosystem want of the registry, with the rights of the management API:
 * the same gate, the same checks, the same events. A tool's dialect only turns its members into
 * fields and back.
 */
@Component
class TrustCalls {

    private final Indexes indexes;
    private final Providers providers;
    private final ProjectPaths projects;
    private final Publishers publishers;
    private final PublisherChanges changes;

    TrustCalls(
            Indexes indexes,
            Providers providers,
            ProjectPaths projects,
            Publishers publishers,
            PublisherChanges changes) {
        this.indexes = indexes;
        this.providers = providers;
        this.projects = projects;
        this.publishers = publishers;
        this.changes = changes;
    }

    /**
     * The index that a tool means by the host alone: the default one of its kind there.
     *
     * @throws ProblemException with 404 where there is none
     */
    PackageIndex index(HttpServletRequest request, Ecosystem ecosystem) {
        return indexes.defaultOn(RequestHost.of(request), ecosystem)
                .orElseThrow(() -> IndexPaths.noneHere(ecosystem));
    }

    /**
     * The provider that a tool means by a name it was built with, such as {@code github}.
     *
     * @throws ProblemException with 422 where this service has none
     */
    ProviderDefinition provider(String name) {
        return providers
                .knownAs(name)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "provider",
                                        "No provider here is %s; the operator of Imprimatur says which one is meant with known-as"
                                                .formatted(name)));
    }

    /** A project that is there for this account; see {@link ProjectPaths#project}. */
    RegisteredProject project(
            PackageIndex index, String name, AccountPrincipal account, Right wanted) {
        return projects.project(index, name, account.caller(), wanted);
    }

    /**
     * The project of a publisher of which a tool knows nothing but the id.
     *
     * @throws ProblemException with 404 where the publisher is not there or the caller may not see
     *     it, which are the same answer
     */
    RegisteredProject projectOf(
            PackageIndex index, long id, AccountPrincipal account, Right wanted) {
        ProjectName name = publishers.projectOf(index, id).orElseThrow(TrustCalls::noPublisher);
        RegisteredProject project;
        try {
            project = projects.project(index, name.display(), account.caller(), wanted);
        } catch (ProblemException e) {
            throw e.problem().code() == ProblemCode.NOT_FOUND ? noPublisher() : e;
        }
        publisher(project, id);
        return project;
    }

    /** The publishers of a project, the oldest first, after this id. */
    List<RegisteredPublisher> page(RegisteredProject project, long after, int limit) {
        return publishers.page(project, after, limit);
    }

    /**
     * A publisher of a project.
     *
     * @throws ProblemException with 404 where it has no such
     */
    RegisteredPublisher publisher(RegisteredProject project, long id) {
        return publishers.find(project, id).orElseThrow(TrustCalls::noPublisher);
    }

    /**
     * Adds a publisher; where there is no project, to a pending one of the caller's own.
     *
     * @param fields by the provider's names; null values are fields that are left out
     * @throws ProblemException saying why it is not added
     */
    RegisteredPublisher add(
            PackageIndex index,
            String name,
            ProviderDefinition provider,
            Map<String, @Nullable String> fields,
            AccountPrincipal account) {
        ProjectName project = ProjectPaths.newName(index, name);
        Addition addition =
                publishers.add(
                        index,
                        project,
                        new Publishers.Wish(provider.id(), fields),
                        account.caller());
        if (addition instanceof Addition.Added added) {
            return added.publisher();
        }
        throw new ProblemException(PublisherProblems.of(addition));
    }

    /**
     * Removes a publisher; its upload tokens die with it.
     *
     * @throws ProblemException with 404 where the project has no such
     */
    void remove(RegisteredProject project, long id, AccountPrincipal account) {
        if (changes.remove(project, id, _ -> true, account.caller()) != Removal.REMOVED) {
            throw noPublisher();
        }
    }

    /** The id in a path; what is no number is the id of nothing. */
    static long id(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static ProblemException noPublisher() {
        return ProblemException.notFound("There is no such publisher in this package index");
    }
}
