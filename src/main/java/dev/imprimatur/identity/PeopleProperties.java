package dev.imprimatur.identity;

import dev.imprimatur.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people come from: the operator's identity providers, whose access tokens the management API
 * accepts, and with which people sign in to the pages.
 *
 * @param issuers by an id of the operator's choice
 */
@ConfigurationProperties("imprimatur.people")
record PeopleProperties(@Nullable Map<String, Issuer> issuers) {

    /**
     * One identity provider.
     *
     * @param issuer the exact {@code iss} of its access tokens; never that of a CI provider
     * @param audiences the {@code aud} of access tokens for this service: one of them must be in
     *     the token
     * @param keysUrl where its keys are, where it has no discovery document
     * @param keysHost the host of the keys that its discovery document names, where it is not the
     *     issuer's own
     * @param allowHttpLoopback whether the issuer may be plain http on this very machine
     * @param algorithms the JWS algorithms that it signs with; RS256 unless set
     * @param maxLifetime the longest accepted lifetime of an access token; 24h unless set
     * @param nameClaim what the person is called; {@code preferred_username} unless set
     * @param emailClaim where notifications go, counted only where {@code email_verified}, if it is
     *     there, is true; {@code email} unless set
     * @param rolesClaim the roles or groups of the person, an array or one text: a claim, or a path
     *     to one with dots, such as {@code realm_access.roles}
     * @param admins those values of the roles claim that make an administrator
     * @param members those values of the roles claim that make a member
     * @param clientId what the service is called there as a client; without it nobody signs in to
     *     the pages with this identity provider
     * @param clientSecret by which it proves to be that client; none unless set: a public client
     * @param scopes what a sign-in asks for; openid, profile and email unless set
     * @param label what the pages call it; the id unless set
     * @param tokenHost the host of the token endpoint that its discovery document names, where it
     *     is not the issuer's own
     */
    record Issuer(
            @Nullable String issuer,
            @Nullable List<String> audiences,
            @Nullable String keysUrl,
            @Nullable String keysHost,
            @Nullable Boolean allowHttpLoopback,
            @Nullable List<String> algorithms,
            @Nullable Duration maxLifetime,
            @Nullable String nameClaim,
            @Nullable String emailClaim,
            @Nullable String rolesClaim,
            @Nullable List<String> admins,
            @Nullable List<String> members,
            @Nullable String clientId,
            @Nullable Secret clientSecret,
            @Nullable List<String> scopes,
            @Nullable String label,
            @Nullable String tokenHost) {}
}
