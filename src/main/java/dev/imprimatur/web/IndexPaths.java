package dev.imprimatur.web;

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
