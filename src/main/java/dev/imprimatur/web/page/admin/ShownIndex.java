package dev.imprimatur.web.page.admin;

import dev.imprimatur.killswitch.KillSwitch;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A package index as administrators see it. Of its credentials it has the number and nothing else,
 * so that no template can show more.
 *
 * @param kind its ecosystem, as it is written
 * @param lifetimeMinutes how long an upload token lives
 * @param claimedBy who may claim a name, as texts are called
 * @param reserved the names that only administrators register
 * @param off whether it is switched off in a hurry
 */
public record ShownIndex(
        String id,
        String kind,
        List<URI> uploadUrls,
        String audience,
        boolean isDefault,
        boolean enabled,
        long lifetimeMinutes,
        String tokenPrefix,
        int credentials,
        String claimedBy,
        List<String> reserved,
        int pendingPerAccount,
        int publishersPerAccount,
        boolean off) {

    static ShownIndex of(PackageIndex index, List<KillSwitches.Off> off) {
        KillSwitch own = KillSwitch.index(index.id());
        return new ShownIndex(
                index.id(),
                index.ecosystem().name().toLowerCase(Locale.ROOT),
                index.uploadUrls(),
                index.audience(),
                index.isDefault(),
                index.enabled(),
                index.tokenLifetime().toMinutes(),
                index.tokenPrefix(),
                index.credentials().count(),
                index.names().claimedBy().name().toLowerCase(Locale.ROOT),
                index.names().reserved().stream().map(NamePattern::text).toList(),
                index.names().pendingPerAccount(),
                index.names().publishersPerAccount(),
                off.stream().anyMatch(each -> each.which().equals(own)));
    }
}
