package dev.imprimatur.web.trust;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.RequestHost;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds the package index that npm means: it builds these paths below the URL of the registry,
 * which is the upload URL.
 */
@Component
class NpmRegistries {

    /** What npm puts between the registry and the name of a package, which holds no slash. */
    private static final String BELOW = "/-/package/";

    /** Where no account is made out for the tools, so that no registry is there. */
    private static final String OURS = "/_/";

    private final Indexes indexes;
    private final TrustCalls calls;

    NpmRegistries(Indexes indexes, TrustCalls calls) {
        this.indexes = indexes;
        this.calls = calls;
    }

    /**
     * The index of the registry in a path; where npm was given the host alone, the default one of
     * the host.
     *
     * @throws ProblemException with 404 where there is none
     */
    PackageIndex of(HttpServletRequest request) {
        // As it was sent, which is how upload URLs are compared.
        String path = request.getRequestURI();
        int below = path.lastIndexOf(BELOW);
        if (below < 0 || path.startsWith(OURS)) {
            throw unknown();
        }
        String registry = path.substring(0, below);
        Optional<PackageIndex> named =
                Stream.of(registry + "/", registry)
                        .flatMap(it -> indexes.ofUploadUrl(RequestHost.of(request), it).stream())
                        .filter(index -> index.ecosystem() == Ecosystem.NPM)
                        .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (registry.isEmpty()) {
            return calls.index(request, Ecosystem.NPM);
        }
        throw unknown();
    }

    private static ProblemException unknown() {
        return ProblemException.notFound(
                "No npm registry with trusted publishing has this address. Compare npm's registry with the upload URLs of the package index; a proxy in between must pass the Host header and the path on as they are");
    }
}
