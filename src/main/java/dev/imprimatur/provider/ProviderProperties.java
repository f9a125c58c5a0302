package dev.imprimatur.provider;

import dev.imprimatur.secret.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/**
 * A provider definition as it is written in YAML, whole or as a change to another one. Every part
 * may be left out where {@code extends} brings it in; a part that is given replaces the other's,
 * except {@code constants}, {@code links} and {@code shown}, which are laid over it name by name.
 *
 * @param enabled whether identity tokens of this provider are accepted; on unless switched off
 * @param extendsProvider (written {@code extends}) the provider whose definition this one changes
 * @param label what people read
 * @param knownAs what clients call it that know a few providers by names of their own, such as
 *     {@code github}; never inherited by {@code extends}: one name means one provider
 * @param issuer the exact {@code iss} of its identity tokens
 * @param shared whether strangers get identity tokens of this issuer, too
 * @param allowHttpLoopback whether the issuer may be plain http on this very machine
 * @param keysHost the host of the key set where it is not the issuer's own
 * @param algorithms the JWS algorithms that it signs with
 * @param maxLifetime the longest accepted lifetime of an identity token
 * @param replay {@code jti} or {@code signed-input}
 * @param audience the {@code aud} of its identity tokens where jobs cannot choose it; may hold
 *     constants
 * @param webAddress where people see its repositories; may hold constants
 * @param constants names for templates that no claim can take the place of
 * @param claims the claims that are read
 * @param derived the parts of compound claims
 * @param fields what a maintainer fills in
 * @param lookup the fields by which publishers are looked up
 * @param refused the combinations of claims under which nothing matches
 * @param pins the claims with immutable ids that a publisher is bound to
 * @param links templates of the addresses that people follow: {@code source}, {@code run}
 * @param shown templates of what people read of an upload: {@code repository}, {@code commit},
 *     {@code ref}, {@code run}
 * @param resolver the API that is asked for the values of the pins when a publisher is registered
 * @param resolverSettings where that API is and how it is asked; never inherited by {@code
 *     extends}: another instance has an address of its own, and a token is for one address
 */
record ProviderProperties(
        @Nullable Boolean enabled,
        @Name("extends") @Nullable String extendsProvider,
        @Nullable String label,
        @Nullable String knownAs,
        @Nullable String issuer,
        @Nullable Boolean shared,
        @Nullable Boolean allowHttpLoopback,
        @Nullable String keysHost,
        @Nullable List<String> algorithms,
        @Nullable Duration maxLifetime,
        ProviderDefinition.@Nullable Replay replay,
        @Nullable String audience,
        @Nullable String webAddress,
        @Nullable Map<String, String> constants,
        @Nullable List<Claim> claims,
        @Nullable List<Derived> derived,
        @Nullable List<Field> fields,
        @Nullable List<String> lookup,
        @Nullable List<Refused> refused,
        @Nullable List<String> pins,
        @Nullable Map<ProviderDefinition.Link, String> links,
        @Nullable Map<ProviderDefinition.Shown, String> shown,
        ForgeApi.@Nullable Kind resolver,
        @Nullable ResolverSettings resolverSettings) {

    /** A claim that is read; see {@link ClaimRule}. */
    record Claim(
            @Nullable String name,
            ClaimRule.@Nullable Type type,
            boolean required,
            boolean recorded) {}

    /** A part of a compound claim; see {@link DerivedClaim}. */
    record Derived(
            @Nullable String name,
            @Nullable String from,
            @Nullable String prefix,
            @Nullable List<String> suffixes) {}

    /** Something to fill in; see {@link FieldRule}. */
    record Field(
            @Nullable String name,
            @Nullable String label,
            @Nullable String help,
            @Nullable String claim,
            @Nullable Match match,
            boolean required,
            boolean tenancy,
            @Nullable String pattern,
            @Nullable String example,
            @Nullable Integer maxLength,
            @Nullable String emptyMeansEqual,
            @Nullable String cure,
            @Nullable Paste paste) {}

    /** A combination that is refused; see {@link RefusalRule}. */
    record Refused(
            @Nullable String claim,
            @Nullable List<String> values,
            @Nullable List<String> otherThan,
            @Nullable String differsFrom,
            @Nullable String unlessListedIn,
            @Nullable String reason,
            @Nullable String cure) {}

    /**
     * How the API of a forge is asked; see {@link ForgeApi}.
     *
     * @param enabled whether it is asked at all; on unless switched off
     * @param apiUrl the address below which its paths begin
     * @param token what we authenticate with there; it needs no right but to read
     * @param privateRepositories whether repositories that are not public, but that the token may
     *     read, are found for whoever registers publishers; off unless switched on
     * @param budget the time that all the questions about one publisher may take together
     */
    record ResolverSettings(
            @Nullable Boolean enabled,
            @Nullable String apiUrl,
            @Nullable Secret token,
            @Nullable Boolean privateRepositories,
            @Nullable Duration budget) {}

    /** This definition as a change to another one: it is on even where the other is off. */
    ProviderProperties over(ProviderProperties base) {
        return over(base, enabled, knownAs, resolverSettings);
    }

    /** This definition as a change to the one of its own id: what is off stays off. */
    ProviderProperties amending(ProviderProperties base) {
        return over(
                base,
                or(enabled, base.enabled),
                or(knownAs, base.knownAs),
                or(resolverSettings, base.resolverSettings));
    }

    private ProviderProperties over(
            ProviderProperties base,
            @Nullable Boolean on,
            @Nullable String name,
            @Nullable ResolverSettings settings) {
        return new ProviderProperties(
                on,
                null,
                or(label, base.label),
                name,
                or(issuer, base.issuer),
                or(shared, base.shared),
                or(allowHttpLoopback, base.allowHttpLoopback),
                or(keysHost, base.keysHost),
                or(algorithms, base.algorithms),
                or(maxLifetime, base.maxLifetime),
                or(replay, base.replay),
                or(audience, base.audience),
                or(webAddress, base.webAddress),
                laidOver(constants, base.constants),
                or(claims, base.claims),
                or(derived, base.derived),
                or(fields, base.fields),
                or(lookup, base.lookup),
                or(refused, base.refused),
                or(pins, base.pins),
                laidOver(links, base.links),
                laidOver(shown, base.shown),
                or(resolver, base.resolver),
                settings);
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T base) {
        return own != null ? own : base;
    }

    private static <K> @Nullable Map<K, String> laidOver(
            @Nullable Map<K, String> own, @Nullable Map<K, String> base) {
        if (own == null || base == null) {
            return or(own, base);
        }
        Map<K, String> both = new HashMap<>(base);
        both.putAll(own);
        return both;
    }
}
