package dev.imprimatur.exchange;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.RequestHost;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The package indexes that a client can mean: those of its ecosystem at the host that it asked.
 * Where there are none, its dialect is not spoken.
 */
@Component
class IndexesHere {

    private final Indexes indexes;

    IndexesHere(Indexes indexes) {
        this.indexes = indexes;
    }

    /**
     * All of them; the audience of the identity token says which it is for.
     *
     * @throws ProblemException with 404 where there are none
     */
    List<PackageIndex> of(HttpServletRequest request, Ecosystem ecosystem) {
        List<PackageIndex> here = indexes.onHost(RequestHost.of(request), ecosystem);
        if (here.isEmpty()) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.NOT_FOUND,
                            "No %s index with trusted publishing is at this address. Check the host; a proxy in between must pass the Host header on"
                                    .formatted(ecosystem.id())));
        }
        return here;
    }
}
