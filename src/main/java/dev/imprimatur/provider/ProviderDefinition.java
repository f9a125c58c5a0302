package dev.imprimatur.provider;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything that we know of one identity provider: data, read from the shipped definitions and the
 * operator's configuration, checked as a whole before the service starts.
 *
 * @param id the configured id, by which rows, metrics and the API name the provider
 * @param label what people read
 * @param knownAs what clients call it that know a few providers by names of their own, such as
 *     {@code github}; null: its id
 * @param issuer the exact {@code iss} of its identity tokens
 * @param shared whether strangers get identity tokens of this issuer, too
 * @param allowHttpLoopback whether the issuer may be plain http on this very machine
 * @param keysHost the host of the key set where it is not the issuer's own; null: the issuer's
 * @param algorithms the JWS algorithms that it signs with (RFC 7518, section 3.1)
 * @param maxLifetime the longest time from {@code iat} to {@code exp} that is accepted
 * @param replay by what an identity token is recognised when it comes a second time
 * @param audience the {@code aud} of its identity tokens where jobs cannot choose it, so that it
 *     names no index; null: the audience of an index
 * @param webAddress where people see its repositories, whose addresses may be pasted; null: nowhere
 * @param constants names for templates that no claim can take the place of
 * @param claims the claims that are read
 * @param derived the parts of compound claims
 * @param fields what a maintainer fills in
 * @param lookup the fields by which publishers are looked up
 * @param refused the combinations of claims under which nothing matches
 * @param pins the claims with immutable ids that a publisher is bound to
 * @param links the addresses that people follow: name to template
 * @param shown what people read of an upload's origin: name to template
 * @param forgeApi what is asked for the values of the pins when a publisher is registered; null:
 *     nothing, so that its first use binds it
 */
public record ProviderDefinition(
        String id,
        String label,
        @Nullable String knownAs,
        String issuer,
        boolean shared,
        boolean allowHttpLoopback,
        @Nullable String keysHost,
        Set<String> algorithms,
        Duration maxLifetime,
        Replay replay,
        @Nullable String audience,
        @Nullable URI webAddress,
        Map<String, String> constants,
        List<ClaimRule> claims,
        List<DerivedClaim> derived,
        List<FieldRule> fields,
        List<String> lookup,
        List<RefusalRule> refused,
        List<String> pins,
        Map<Link, Template> links,
        Map<Shown, Template> shown,
        @Nullable ForgeApi forgeApi) {

    /** By what an identity token is recognised when it comes a second time. */
    public enum Replay {
        /** Its {@code jti}, which is then required. */
        JTI,
        /** The hash of its header and payload, where the provider gives no {@code jti}. */
        SIGNED_INPUT
    }

    /** An address that people follow from an upload. */
    public enum Link {
        /** The source that was built. */
        SOURCE,
        /** The run that built it. */
        RUN
    }

    /** What people read of where an upload comes from, whatever its provider calls it. */
    public enum Shown {
        /** The repository, or what the provider has in the place of one. */
        REPOSITORY,
        /** The commit that was built. */
        COMMIT,
        /** The branch or tag that was built. */
        REF,
        /** The number or id of the run that built it. */
        RUN
    }

    /** Reads the declared claims of a payload whose signature holds. */
    public Claims.Reading read(JsonNode payload) {
        return sort(payload).reading();
    }

    /** Reads the declared claims of a payload, and tells all that are not as declared. */
    public Claims.Sorted sort(JsonNode payload) {
        Claims.Sorted sorted = Claims.sort(payload, claims);
        return new Claims.Sorted(sorted.claims().with(derived, constants), sorted.unfit());
    }

    /** The claims that are kept as provenance: claim to value. */
    public Map<String, String> record(Claims read) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (ClaimRule rule : claims) {
            String value = rule.recorded() ? read.value(rule.name()) : null;
            if (value != null) {
                kept.put(rule.name(), value);
            }
        }
        return kept;
    }

    /**
     * What an identity lacks to match the fields of a publisher, in the order of the fields; empty:
     * it matches.
     */
    public List<Mismatch> compare(Map<String, String> publisher, Claims identity) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (FieldRule field : fields) {
            field.check(publisher.get(field.name()), identity).ifPresent(mismatches::add);
        }
        // A field that its definition has lost narrowed once; a publisher never grows by that.
        publisher.forEach(
                (name, value) -> {
                    if (!value.isEmpty() && field(name).isEmpty()) {
                        mismatches.add(
                                new Mismatch(
                                        Advice.LOST,
                                        name,
                                        name,
                                        value,
                                        null,
                                        Map.of("provider", label)));
                    }
                });
        for (RefusalRule rule : refused) {
            rule.check(publisher, identity).ifPresent(mismatches::add);
        }
        return mismatches;
    }

    /** The values of the pins in an identity; those that it lacks are left out. */
    public Map<String, String> pinsOf(Claims identity) {
        Map<String, String> values = new TreeMap<>();
        for (String pin : pins) {
            String value = identity.value(pin);
            if (value != null) {
                values.put(pin, value);
            }
        }
        return values;
    }

    /** The key under which publishers with these fields are looked up. */
    public String lookupKey(Map<String, String> publisher) {
        return LookupKey.of(this, field -> publisher.get(field.name())).orElseThrow();
    }

    /** The key of the publishers that an identity might match; empty: none can. */
    public Optional<String> lookupKey(Claims identity) {
        return LookupKey.of(
                this, field -> field.claim() == null ? null : identity.value(field.claim()));
    }

    /** The fields in the form in which two publishers that say the same are the same text. */
    public String comparable(Map<String, String> publisher) {
        StringBuilder text = new StringBuilder();
        for (FieldRule field : fields) {
            String value = publisher.get(field.name());
            if (value != null && !value.isEmpty()) {
                text.append(field.name())
                        .append('=')
                        .append(field.match().comparable(value))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /**
     * What was read out of pasted input.
     *
     * @param fields the fields as they are to be stored, not yet checked
     * @param notes a sentence on each that was read
     * @param errors what could not be read, and would not be understood as it is
     */
    public record Pasted(Map<String, String> fields, List<String> notes, List<FieldError> errors) {}

    /**
     * Reads addresses and paths that were pasted into fields.
     *
     * @param filledIn none of them blank
     * @param before what the publisher has in other fields already
     */
    public Pasted readPasted(Map<String, String> filledIn, Map<String, String> before) {
        return PastedFields.read(this, filledIn, before);
    }

    /** Reads all that the address of a repository, or of a file in one, says of a publisher. */
    public Pasted readAddress(String address) {
        return PastedFields.readAddress(this, address);
    }

    /** Checks what a maintainer filled in: every error at once. */
    public List<FieldError> validate(Map<String, String> filledIn) {
        List<FieldError> errors = new ArrayList<>();
        for (FieldRule field : fields) {
            field.validate(filledIn.get(field.name())).ifPresent(errors::add);
        }
        for (String name : filledIn.keySet()) {
            if (field(name).isEmpty()) {
                // The name is not repeated: it is whatever was submitted.
                errors.add(
                        new FieldError("fields", "unknown", label + " has no field of this name"));
            }
        }
        return errors;
    }

    /**
     * The field that binds an upload to a version which the version at hand is not; empty: it may
     * go ahead.
     *
     * @param publisher the fields of the publisher
     * @param recorded the recorded claims of the identity
     * @param version the version that is uploaded; null where the index did not say it
     */
    public Optional<FieldRule> versionMismatch(
            Map<String, String> publisher, Map<String, String> recorded, @Nullable String version) {
        Claims identity = Claims.recorded(recorded);
        return fields.stream()
                .filter(field -> field.match() == Match.GLOB)
                .filter(
                        field ->
                                VersionBinding.isBroken(
                                        version, field, publisher.get(field.name()), identity))
                .findFirst();
    }

    /**
     * An address about an upload; empty where the definition has none, where a claim is missing,
     * and where a claim would walk up the path: no escaping stops a browser from following dots.
     */
    public Optional<String> link(Link link, Map<String, String> recorded) {
        Template template = links.get(link);
        return template == null
                ? Optional.empty()
                : template.expand(name -> linkPart(name, recorded.get(name)))
                        .filter(UrlPath::staysWhereItIs);
    }

    /**
     * A fact about an upload, as its claims have it: text of strangers. Empty where the definition
     * has none, and where a claim is missing.
     */
    public Optional<String> show(Shown fact, Map<String, String> recorded) {
        Template template = shown.get(fact);
        return template == null
                ? Optional.empty()
                : template.expand(name -> constants.getOrDefault(name, recorded.get(name)));
    }

    private @Nullable String linkPart(String name, @Nullable String claim) {
        String constant = constants.get(name);
        return constant != null ? constant : claim == null ? null : UrlPath.escape(claim);
    }

    /** The field of this name. */
    public Optional<FieldRule> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The claim rule of this name. */
    Optional<ClaimRule> claim(String name) {
        return claims.stream().filter(claim -> claim.name().equals(name)).findFirst();
    }

    /** The host that may serve the key set. */
    public String trustedKeysHost() {
        return keysHost != null ? keysHost : URI.create(issuer).getHost();
    }
}
