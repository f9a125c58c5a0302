package dev.imprimatur.project;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The operator's package indexes.
 *
 * @param indexes by id, which is also the user name of the index's credentials
 */
@ConfigurationProperties("imprimatur")
record IndexesProperties(@Nullable Map<String, Index> indexes) {

    /**
     * One package index.
     *
     * @param ecosystem {@code pypi}, {@code npm}, {@code cargo}, {@code rubygems}, {@code nuget} or
     *     {@code generic}
     * @param uploadUrls where clients upload to, one URL or several; https, or http on loopback
     * @param audience the {@code aud} of the identity tokens for this index; each index has its own
     * @param isDefault (written {@code default}) whether it answers for its host where a client
     *     cannot name an index
     * @param enabled whether identity tokens are exchanged for it; on unless switched off
     * @param tokenLifetime how long an upload token lives, 15m to 6h; 15m unless set
     * @param tokenPrefix what its upload tokens begin with; the ecosystem's unless set
     * @param projectPattern where forward-auth finds the project in an original path, such as
     *     {@code /upload/{project}/**}
     * @param secrets what the index authenticates with; all of them are good
     * @param names who may claim which name, and how many
     */
    record Index(
            @Nullable Ecosystem ecosystem,
            @Nullable List<String> uploadUrls,
            @Nullable String audience,
            @Name("default") boolean isDefault,
            @Nullable Boolean enabled,
            @Nullable Duration tokenLifetime,
            @Nullable String tokenPrefix,
            @Nullable String projectPattern,
            @Nullable List<String> secrets,
            @Nullable Names names) {

        /** Without the secrets: a record would show them to whatever prints it. */
        @Override
        public String toString() {
            return "Index[ecosystem=%s, uploadUrls=%s]".formatted(ecosystem, uploadUrls);
        }
    }

    /**
     * Who may claim a name that is not registered in this index.
     *
     * @param claimedBy {@code anyone} who has an account, {@code members} or {@code admins}; admins
     *     unless set
     * @param reserved patterns such as {@code acme-*}: names that only administrators register
     * @param pendingPerAccount how many pending projects one account may hold at a time; 20 unless
     *     set
     * @param publishersPerAccount how many publishers one account may have registered that are
     *     there; 1000 unless set
     */
    record Names(
            NameRules.@Nullable ClaimedBy claimedBy,
            @Nullable List<String> reserved,
            @Nullable Integer pendingPerAccount,
            @Nullable Integer publishersPerAccount) {}
}
