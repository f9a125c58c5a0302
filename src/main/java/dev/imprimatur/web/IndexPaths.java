package dev.imprimatur.web;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import org.springframework.stereotype.Component;

/** Makes a package index of the id in a path. */
@Component
public class IndexPaths {

    private final Indexes indexes;

    IndexPaths(Indexes indexes) {
        this.indexes = indexes;
    }

    /** What is answered where the host of a request is none of an index of this kind. */
    public static ProblemException noneHere(Ecosystem ecosystem) {
        return ProblemException.notFound(
                "No %s index with trusted publishing is at this address. Check the host; a proxy in between must pass the Host header on"
                        .formatted(ecosystem.id()));
    }

    /**
     * The index of this id.
     *
     * @throws ProblemException with 404 where none is configured
     */
    public PackageIndex index(String id) {
        return indexes.ofId(id)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Problem.of(
                                                ProblemCode.NOT_FOUND,
                                                "No package index of this id is configured")));
    }
}
