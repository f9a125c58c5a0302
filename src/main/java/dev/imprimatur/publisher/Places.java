package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Knows how each kind of place finds and holds its publishers. */
@Component
class Places {

    private final PublisherRepository publishers;
    private final Projects projects;
    private final PrefixOwners prefixes;

    Places(PublisherRepository publishers, Projects projects, PrefixOwners prefixes) {
        this.publishers = publishers;
        this.projects = projects;
        this.prefixes = prefixes;
    }

    /** A project that the caller may change. */
    Place of(RegisteredProject project, Caller caller) {
        return new AtProject(publishers, projects, project, caller);
    }

    /** The patterns of an index that the caller may change: whether they may is asked each time. */
    Place ofPatterns(PackageIndex index, Caller caller) {
        return new AtPatterns(publishers, prefixes, index, caller);
    }

    /** The patterns that somebody may look at, or change, for a query. */
    String[] within(PackageIndex index, Caller caller, boolean write) {
        return within(prefixes, index, caller, write);
    }

    private static String[] within(
            PrefixOwners prefixes, PackageIndex index, Caller caller, boolean write) {
        return prefixes.patternsOf(index, caller, write).stream()
                .map(NamePattern::like)
                .toArray(String[]::new);
    }

    private record AtProject(
            PublisherRepository publishers,
            Projects projects,
            RegisteredProject project,
            Caller caller)
            implements Place {

        @Override
        public Optional<Publisher> find(long id) {
            return publishers.findByProjectIdAndId(project.id(), id);
        }

        @Override
        public boolean hold() {
            return projects.holds(project, caller, Right.PUBLISH);
        }

        @Override
        public Optional<Publisher> hold(long id) {
            return publishers.hold(project.id(), id);
        }

        @Override
        public Optional<Publisher> saying(RegisteredPublisher other, CheckedPublisher checked) {
            return publishers.findByProjectIdAndProviderAndFieldsHash(
                    project.id(), checked.provider().id(), checked.hash());
        }

        @Override
        public PublisherEvents.Subject subject(RegisteredPublisher publisher) {
            return PublisherEvents.Subject.of(project);
        }
    }

    private record AtPatterns(
            PublisherRepository publishers,
            PrefixOwners prefixes,
            PackageIndex index,
            Caller caller)
            implements Place {

        @Override
        public Optional<Publisher> find(long id) {
            return publishers.ofPattern(index.id(), within(), id);
        }

        @Override
        public boolean hold() {
            publishers.holdPatterns(index.id());
            return true;
        }

        @Override
        public Optional<Publisher> hold(long id) {
            return publishers.holdOfPattern(index.id(), within(), id);
        }

        @Override
        public Optional<Publisher> saying(RegisteredPublisher other, CheckedPublisher checked) {
            return publishers.findByIndexIdAndNamePatternAndProviderAndFieldsHash(
                    index.id(),
                    String.valueOf(other.projects()),
                    checked.provider().id(),
                    checked.hash());
        }

        @Override
        public PublisherEvents.Subject subject(RegisteredPublisher publisher) {
            return PublisherEvents.Subject.ofPattern(index.id(), publisher);
        }

        private String[] within() {
            return Places.within(prefixes, index, caller, true);
        }
    }
}
