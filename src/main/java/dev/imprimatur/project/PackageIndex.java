package dev.imprimatur.project;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package index in front of which we stand, as configured.
 *
 * @param id by which rows, paths and credentials name it
 * @param ecosystem the kind of packages
 * @param uploadUrls where clients upload to; the first is the one that people read
 * @param audience the {@code aud} that identity tokens must have to be exchanged for this index
 * @param isDefault whether it answers for its host where a client cannot say which index it means
 * @param enabled whether identity tokens are exchanged for it
 * @param tokenLifetime how long an upload token lives
 * @param tokenPrefix what its upload tokens begin with; may be empty
 * @param projectPattern where forward-auth finds the project in an original path; null: nowhere
 * @param credentials what the index authenticates with
 * @param names who may claim which name, and how many
 */
public record PackageIndex(
        String id,
        Ecosystem ecosystem,
        List<URI> uploadUrls,
        String audience,
        boolean isDefault,
        boolean enabled,
        Duration tokenLifetime,
        String tokenPrefix,
        @Nullable PathPattern projectPattern,
        IndexCredentials credentials,
        NameRules names) {

    /** Reads the name of a project of this index; empty where its ecosystem has no such names. */
    public Optional<ProjectName> projectName(String text) {
        return ProjectName.of(ecosystem, text);
    }

    /** Reads a pattern over names of this index; empty where no name of its ecosystem fits. */
    public Optional<NamePattern> namePattern(String text) {
        return NamePattern.of(ecosystem, text);
    }

    /**
     * Reads what names of this index begin with, as the pattern of all of them; empty where no name
     * of its ecosystem does.
     */
    public Optional<NamePattern> prefix(String text) {
        return text.isEmpty() || text.indexOf('*') >= 0
                ? Optional.empty()
                : namePattern(text + "*");
    }

    /**
     * The upload URL whose host is that of a request.
     *
     * @param host host and port as in {@code Host} (RFC 9110, section 7.2), normalised by {@link
     *     Hosts}
     */
    public Optional<URI> uploadUrlOn(String host) {
        return uploadUrls.stream().filter(url -> Hosts.of(url).equals(host)).findFirst();
    }
}
