package dev.imprimatur.project;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.Loopback;
import dev.imprimatur.secret.SecretFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the indexes of what the operator wrote, or says in one sentence what is wrong with it. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

    private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(15);
    private static final Duration LONGEST_LIFETIME = Duration.ofHours(6);
    private static final int SHORTEST_SECRET = 16;

    @Bean
    Indexes indexes(IndexesProperties properties) {
        List<PackageIndex> indexes = new ArrayList<>();
        if (properties.indexes() != null) {
            properties.indexes().forEach((id, index) -> indexes.add(index(id, index)));
        }
        requireDistinctAudiences(indexes);
        requireDistinctUploadUrls(indexes);
        requireDefaults(indexes);
        return new Indexes(indexes);
    }

    private static PackageIndex index(String id, IndexesProperties.Index index) {
        require(id.matches("[a-z0-9][a-z0-9-]{0,39}"), id, "", "must have an id of a-z, 0-9 and -");
        // Clients know /_/oidc/github/mint-token as the mint endpoint of the whole host.
        require(!id.equals("github"), id, "", "must have another id than github");
        Ecosystem ecosystem =
                present(
                        index.ecosystem(),
                        id,
                        "ecosystem",
                        "must be pypi, npm, cargo, rubygems, nuget or generic");
        return new PackageIndex(
                id,
                ecosystem,
                uploadUrls(id, index.uploadUrls()),
                audience(id, index.audience()),
                index.isDefault(),
                !Boolean.FALSE.equals(index.enabled()),
                lifetime(id, index.tokenLifetime()),
                prefix(
                        id,
                        Objects.requireNonNullElse(index.tokenPrefix(), ecosystem.tokenPrefix())),
                pattern(id, index.projectPattern()),
                credentials(id, index.secrets()),
                names(id, ecosystem, index.names()));
    }

    private static NameRules names(
            String id, Ecosystem ecosystem, IndexesProperties.@Nullable Names names) {
        if (names == null) {
            return NameRules.USUAL;
        }
        List<NamePattern> reserved = new ArrayList<>();
        for (String text : names.reserved() == null ? List.<String>of() : names.reserved()) {
            reserved.add(
                    NamePattern.of(ecosystem, text)
                            .orElseThrow(
                                    () ->
                                            wrong(
                                                    id,
                                                    "names.reserved",
                                                    "must be patterns over the index's names, such as"
                                                            + " acme-*")));
        }
        return new NameRules(
                Objects.requireNonNullElse(names.claimedBy(), NameRules.USUAL.claimedBy()),
                reserved,
                number(
                        id,
                        "names.pending-per-account",
                        names.pendingPerAccount(),
                        NameRules.USUAL.pendingPerAccount()),
                number(
                        id,
                        "names.publishers-per-account",
                        names.publishersPerAccount(),
                        NameRules.USUAL.publishersPerAccount()));
    }

    private static int number(String id, String part, @Nullable Integer written, int usual) {
        int number = Objects.requireNonNullElse(written, usual);
        require(number >= 0, id, part, "must be 0 or more");
        return number;
    }

    private static List<URI> uploadUrls(String id, @Nullable List<String> texts) {
        String wanted = "must be an https URL (or an http one on loopback), or a list of them";
        if (texts == null || texts.isEmpty()) {
            throw wrong(id, "upload-urls", wanted);
        }
        List<URI> urls = new ArrayList<>();
        for (String text : texts) {
            try {
                urls.add(new URI(text));
            } catch (URISyntaxException e) {
                throw wrong(id, "upload-urls", wanted);
            }
            URI url = urls.getLast();
            require(
                    url.getHost() != null
                            && url.getUserInfo() == null
                            && url.getQuery() == null
                            && url.getFragment() == null,
                    id,
                    "upload-urls",
                    wanted);
            // What is below is Imprimatur's own wherever it stands in front of an index.
            require(
                    !Indexes.path(url).startsWith("/_/"),
                    id,
                    "upload-urls",
                    "must not lie below /_/, where Imprimatur's own paths are");
            boolean loopback = Loopback.isHttp(url);
            require("https".equals(url.getScheme()) || loopback, id, "upload-urls", wanted);
        }
        return urls;
    }

    private static String audience(String id, @Nullable String audience) {
        String wanted = "must be 1 to 255 printable ASCII characters without blanks";
        String present = present(audience, id, "audience", wanted);
        require(present.matches("[!-~]{1,255}"), id, "audience", wanted);
        return present;
    }

    private static Duration lifetime(String id, @Nullable Duration lifetime) {
        Duration chosen = Objects.requireNonNullElse(lifetime, SHORTEST_LIFETIME);
        require(
                chosen.compareTo(SHORTEST_LIFETIME) >= 0 && chosen.compareTo(LONGEST_LIFETIME) <= 0,
                id,
                "token-lifetime",
                "must be between 15m and 6h");
        return chosen;
    }

    private static String prefix(String id, String prefix) {
        int longest = new SecretFormat("imp_").longestClientPrefix();
        require(
                prefix.matches("[A-Za-z0-9_-]{0," + longest + "}"),
                id,
                "token-prefix",
                "must be at most %d letters, digits, - or _".formatted(longest));
        return prefix;
    }

    private static @Nullable PathPattern pattern(String id, @Nullable String pattern) {
        return pattern == null
                ? null
                : PathPattern.of(pattern)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                id,
                                                "project-pattern",
                                                "must be a path with {project} as one segment, such"
                                                        + " as /upload/{project}/**"));
    }

    private static IndexCredentials credentials(String id, @Nullable List<String> secrets) {
        List<String> known = secrets == null ? List.of() : secrets;
        require(
                !known.isEmpty() && known.stream().allMatch(s -> s.length() >= SHORTEST_SECRET),
                id,
                "secrets",
                "must be one or more secrets of at least %d characters".formatted(SHORTEST_SECRET));
        return new IndexCredentials(known);
    }

    /** The audience picks the index: two with the same one could not be told apart. */
    private static void requireDistinctAudiences(List<PackageIndex> indexes) {
        Map<String, String> owners = new HashMap<>();
        for (PackageIndex index : indexes) {
            String other = owners.put(index.audience(), index.id());
            require(
                    other == null,
                    index.id(),
                    "audience",
                    "must be another one than that of " + other);
        }
    }

    /** Discovery picks the index by its upload URL. */
    private static void requireDistinctUploadUrls(List<PackageIndex> indexes) {
        Map<String, String> owners = new HashMap<>();
        for (PackageIndex index : indexes) {
            for (URI url : index.uploadUrls()) {
                String other = owners.put(Hosts.of(url) + Indexes.path(url), index.id());
                require(
                        other == null || other.equals(index.id()),
                        index.id(),
                        "upload-urls",
                        "must be other ones than those of " + other);
            }
        }
    }

    private static void requireDefaults(List<PackageIndex> indexes) {
        Map<Kind, List<PackageIndex>> kinds = new HashMap<>();
        for (PackageIndex index : indexes) {
            index.uploadUrls().stream()
                    .map(url -> new Kind(Hosts.of(url), index.ecosystem()))
                    .distinct()
                    .forEach(it -> kinds.computeIfAbsent(it, _ -> new ArrayList<>()).add(index));
        }
        kinds.forEach(
                (kind, there) ->
                        require(
                                there.size() == 1
                                        || there.stream().filter(PackageIndex::isDefault).count()
                                                == 1,
                                there.getFirst().id(),
                                "default",
                                "must be true for exactly one of the %s indexes on %s"
                                        .formatted(kind.ecosystem().id(), kind.host())));
    }

    /** Indexes whose clients cannot tell them apart by the host. */
    private record Kind(String host, Ecosystem ecosystem) {}

    private static <T> T present(@Nullable T value, String id, String part, String wanted) {
        if (value == null) {
            throw wrong(id, part, wanted);
        }
        return value;
    }

    private static void require(boolean holds, String id, String part, String wanted) {
        if (!holds) {
            throw wrong(id, part, wanted);
        }
    }

    private static ConfigurationException wrong(String id, String part, String wanted) {
        String property = part.isEmpty() ? id : id + "." + part;
        return new ConfigurationException("imprimatur.indexes.%s %s".formatted(property, wanted));
    }
}
