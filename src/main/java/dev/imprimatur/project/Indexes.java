package dev.imprimatur.project;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The package indexes as configured: a closed set, fixed at start. */
public final class Indexes {

    private final Map<String, PackageIndex> byId = new LinkedHashMap<>();

    Indexes(Collection<PackageIndex> indexes) {
        indexes.forEach(index -> byId.put(index.id(), index));
    }

    /** The index of a configured id. */
    public Optional<PackageIndex> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The indexes that share a host, as {@link Hosts} writes it. */
    public List<PackageIndex> onHost(String host) {
        return byId.values().stream().filter(index -> index.uploadUrlOn(host).isPresent()).toList();
    }

    /** Those of them that are of one kind. */
    public List<PackageIndex> onHost(String host, Ecosystem ecosystem) {
        return onHost(host).stream().filter(index -> index.ecosystem() == ecosystem).toList();
    }

    /** The index of a kind that answers for a host where its clients cannot say which they mean. */
    public Optional<PackageIndex> defaultOn(String host, Ecosystem ecosystem) {
        List<PackageIndex> there = onHost(host, ecosystem);
        return there.size() == 1
                ? Optional.of(there.getFirst())
                : there.stream().filter(PackageIndex::isDefault).findFirst();
    }

    /**
     * The index with this host and this path of an upload URL.
     *
     * @param path as it is written in the URL, its own percent-encoding included; nothing is the
     *     same as a slash (RFC 3986, section 6.2.3)
     */
    public Optional<PackageIndex> ofUploadUrl(String host, String path) {
        return byId.values().stream()
                .filter(index -> index.uploadUrls().stream().anyMatch(url -> is(url, host, path)))
                .findFirst();
    }

    /** All of them, in the order of the configuration. */
    public Collection<PackageIndex> all() {
        return byId.values();
    }

    private static boolean is(URI url, String host, String path) {
        return Hosts.of(url).equals(host) && path(url).equals(path.isEmpty() ? "/" : path);
    }

    static String path(URI url) {
        return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }
}
