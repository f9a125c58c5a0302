package dev.imprimatur.exchange;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Hosts;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.RequestHost;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The package indexes that a client can mean: those of its ecosystem at the host that it asked.
 * Where there are none, its dialect is not spoken.
 */
@Component
class IndexesHere {

    private final Indexes indexes;
    private final URI ownAddress;

    IndexesHere(Indexes indexes, ServiceProperties service) {
        this.indexes = indexes;
        this.ownAddress = URI.create(service.publicUrl());
    }

    /**
     * The indexes whose clients can be told nothing but the host: those of PyPI, and those of no
     * ecosystem, whose clients are scripts.
     */
    List<PackageIndex> ofHostAlone(HttpServletRequest request) {
        return indexes.onHost(RequestHost.of(request)).stream()
                .filter(
                        index ->
                                index.ecosystem() == Ecosystem.PYPI
                                        || index.ecosystem() == Ecosystem.GENERIC)
                .toList();
    }

    /** Which of these is meant where nothing says so. */
    Optional<PackageIndex> theDefault(HttpServletRequest request) {
        String host = RequestHost.of(request);
        return indexes.defaultOn(host, Ecosystem.PYPI)
                .or(() -> indexes.defaultOn(host, Ecosystem.GENERIC));
    }

    /**
     * The indexes of every kind, for what is our own and not that of a client: those at the host,
     * and at the service's own address all there are.
     */
    Collection<PackageIndex> ofEveryKind(HttpServletRequest request) {
        String host = RequestHost.of(request);
        return Hosts.of(ownAddress).equals(host) ? indexes.all() : indexes.onHost(host);
    }

    /**
     * The address under which the host of a request reaches this service, as configured, without a
     * slash at the end; empty: the host is neither an index's nor our own.
     */
    Optional<String> address(HttpServletRequest request) {
        String host = RequestHost.of(request);
        return Stream.concat(
                        Stream.of(ownAddress),
                        indexes.onHost(host).stream()
                                .flatMap(index -> index.uploadUrlOn(host).stream()))
                .filter(url -> Hosts.of(url).equals(host))
                .findFirst()
                .map(url -> "%s://%s".formatted(url.getScheme(), host));
    }

    /**
     * All of them; the audience of the identity token says which it is for.
     *
     * @throws ProblemException with 404 where there are none
     */
    List<PackageIndex> of(HttpServletRequest request, Ecosystem ecosystem) {
        List<PackageIndex> here = indexes.onHost(RequestHost.of(request), ecosystem);
        if (here.isEmpty()) {
            throw IndexPaths.noneHere(ecosystem);
        }
        return here;
    }
}
