package dev.imprimatur.identity;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.Loopback;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the issuers of people of what the operator wrote, or says in one sentence what is wrong.
 */
@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384");

    private static final Duration USUAL_LIFETIME = Duration.ofHours(24);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(31);

    @Bean
    PeopleIssuers peopleIssuers(PeopleProperties properties, Providers providers) {
        Map<String, PeopleProperties.Issuer> written =
                properties.issuers() == null ? Map.of() : properties.issuers();
        Set<String> seen = new HashSet<>();
        return new PeopleIssuers(
                written.entrySet().stream()
                        .map(entry -> issuer(entry.getKey(), entry.getValue(), providers, seen))
                        .toList());
    }

    private static PeopleIssuer issuer(
            String id, PeopleProperties.Issuer written, Providers providers, Set<String> seen) {
        require(id.matches("[a-z0-9][a-z0-9-]{0,39}"), id, "", "must have an id of a-z, 0-9 and -");
        boolean http = Boolean.TRUE.equals(written.allowHttpLoopback());
        URI issuer = url(id, "issuer", written.issuer(), http);
        // A job's identity token must never be taken for a person, nor the other way round.
        require(
                providers.ofIssuer(issuer.toString()).isEmpty()
                        && !providers.isSwitchedOff(issuer.toString()),
                id,
                "issuer",
                "must be another one than that of a CI provider in imprimatur.providers");
        require(seen.add(issuer.toString()), id, "issuer", "must be there only once");
        URI keysUrl =
                written.keysUrl() == null ? null : url(id, "keys-url", written.keysUrl(), http);
        KeyIssuer keys =
                new KeyIssuer(
                        "people:" + id,
                        issuer.toString(),
                        algorithms(id, written.algorithms()),
                        http,
                        Objects.requireNonNullElse(written.keysHost(), issuer.getHost()),
                        keysUrl);
        return new PeopleIssuer(
                keys,
                audiences(id, written.audiences()),
                lifetime(id, written.maxLifetime()),
                Objects.requireNonNullElse(written.nameClaim(), "preferred_username"),
                Objects.requireNonNullElse(written.emailClaim(), "email"),
                roles(id, written),
                set(written.admins()),
                set(written.members()),
                login(id, written, issuer));
    }

    private static @Nullable LoginClient login(
            String id, PeopleProperties.Issuer written, URI issuer) {
        String clientId = written.clientId();
        if (clientId == null) {
            require(
                    written.clientSecret() == null
                            && written.scopes() == null
                            && written.label() == null
                            && written.tokenHost() == null,
                    id,
                    "client-id",
                    "must be set where client-secret, scopes, label or token-host is");
            return null;
        }
        require(
                clientId.matches("[!-~]{1,200}"),
                id,
                "client-id",
                "must be the id of a client, without blanks");
        Secret secret = written.clientSecret();
        require(
                secret == null || secret.looksLike("[ -~]{1,500}"),
                id,
                "client-secret",
                "must be 1 to 500 printable ASCII characters, or not there for a public client");
        List<String> scopes =
                Objects.requireNonNullElse(written.scopes(), List.of("openid", "profile", "email"));
        require(
                scopes.contains("openid")
                        && scopes.stream().allMatch(it -> it.matches("[!#-\\[\\]-~]{1,100}")),
                id,
                "scopes",
                "must be scopes without blanks, openid among them");
        String label = Objects.requireNonNullElse(written.label(), id);
        require(
                !label.isBlank() && label.length() <= 60,
                id,
                "label",
                "must be 1 to 60 characters that people read");
        String tokenHost = Objects.requireNonNullElse(written.tokenHost(), issuer.getHost());
        require(
                tokenHost.matches("[A-Za-z0-9.\\[\\]:-]{1,253}"),
                id,
                "token-host",
                "must be the name of a host");
        return new LoginClient(id, label, clientId, secret, List.copyOf(scopes), tokenHost);
    }

    private static URI url(String id, String part, @Nullable String text, boolean http) {
        String wanted =
                "must be an https URL"
                        + (part.equals("issuer")
                                ? ", exactly as the access tokens have it in iss"
                                : "");
        try {
            URI url = URI.create(Objects.requireNonNullElse(text, ""));
            require(
                    url.getHost() != null
                            && url.getUserInfo() == null
                            && url.getFragment() == null
                            && ("https".equals(url.getScheme()) || (http && Loopback.isHttp(url))),
                    id,
                    part,
                    wanted + " (http only for loopback, with allow-http-loopback: true)");
            return url;
        } catch (IllegalArgumentException e) {
            throw wrong(id, part, wanted);
        }
    }

    private static Set<String> algorithms(String id, @Nullable List<String> written) {
        List<String> names = written == null ? List.of("RS256") : written;
        require(
                !names.isEmpty() && ALGORITHMS.containsAll(names),
                id,
                "algorithms",
                "must be some of " + ALGORITHMS.stream().sorted().toList());
        return new LinkedHashSet<>(names);
    }

    private static Set<String> audiences(String id, @Nullable List<String> written) {
        // Without an audience, what people give to any other application would be good here, too.
        require(
                written != null
                        && !written.isEmpty()
                        && written.stream().noneMatch(String::isBlank),
                id,
                "audiences",
                "must name the aud of access tokens for this service");
        return set(written);
    }

    private static Duration lifetime(String id, @Nullable Duration written) {
        Duration lifetime = Objects.requireNonNullElse(written, USUAL_LIFETIME);
        require(
                lifetime.isPositive() && lifetime.compareTo(LONGEST_LIFETIME) <= 0,
                id,
                "max-lifetime",
                "must be more than nothing and at most 31 days, such as 1h");
        return lifetime;
    }

    private static String roles(String id, PeopleProperties.Issuer written) {
        boolean mapped = !set(written.admins()).isEmpty() || !set(written.members()).isEmpty();
        require(
                !mapped || (written.rolesClaim() != null && !written.rolesClaim().isBlank()),
                id,
                "roles-claim",
                "must name the claim in which admins and members are looked for");
        return Objects.requireNonNullElse(written.rolesClaim(), "");
    }

    private static Set<String> set(@Nullable List<String> values) {
        return values == null ? Set.of() : Set.copyOf(values);
    }

    private static void require(boolean holds, String id, String part, String wanted) {
        if (!holds) {
            throw wrong(id, part, wanted);
        }
    }

    private static ConfigurationException wrong(String id, String part, String wanted) {
        String property = part.isEmpty() ? id : id + "." + part;
        return new ConfigurationException(
                "imprimatur.people.issuers.%s %s".formatted(property, wanted));
    }
}
