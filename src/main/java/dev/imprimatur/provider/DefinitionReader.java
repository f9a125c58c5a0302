package dev.imprimatur.provider;

import dev.imprimatur.Loopback;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a definition of what is written, or says in one sentence what is wrong with it. What it
 * looks at is each value by itself; how they fit together is for {@link DefinitionCheck}.
 */
final class DefinitionReader {

    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384");
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(31);
    private static final int DEFAULT_FIELD_LENGTH = 255;
    private static final int LONGEST_FIELD = 1024;

    private final String id;
    private final ProviderProperties written;
    private final Complaints complaints;

    DefinitionReader(String id, ProviderProperties written) {
        this.id = id;
        this.written = written;
        this.complaints = new Complaints(id);
    }

    ProviderDefinition definition() {
        complaints.require(
                id.matches("[a-z0-9][a-z0-9-]{0,39}"), "", "must have an id of a-z, 0-9 and -");
        URI issuer = issuer();
        Map<String, String> constants = constants(issuer);
        ProviderDefinition definition =
                new ProviderDefinition(
                        id,
                        Objects.requireNonNullElse(written.label(), id),
                        knownAs(),
                        issuer.toString(),
                        !Boolean.FALSE.equals(written.shared()),
                        Boolean.TRUE.equals(written.allowHttpLoopback()),
                        keysHost(),
                        algorithms(),
                        lifetime(),
                        Objects.requireNonNullElse(written.replay(), ProviderDefinition.Replay.JTI),
                        audience(constants),
                        webAddress(constants),
                        constants,
                        list(written.claims()).stream().map(this::claim).toList(),
                        list(written.derived()).stream().map(this::derived).toList(),
                        list(written.fields()).stream().map(this::field).toList(),
                        list(written.lookup()),
                        list(written.refused()).stream().map(this::refusal).toList(),
                        list(written.pins()),
                        templates(written.links()),
                        templates(written.shown()),
                        new ForgeApiReader(written, complaints).read(issuer));
        new DefinitionCheck(definition).check();
        return definition;
    }

    private @Nullable String knownAs() {
        String name = written.knownAs();
        complaints.require(
                name == null || name.matches("[a-z0-9][a-z0-9-]{0,39}"),
                "known-as",
                "must be one of a-z, 0-9 and -, such as github");
        return name;
    }

    private URI issuer() {
        String wanted = "must be an https URL, exactly as the provider writes it into iss";
        String text = complaints.present(written.issuer(), "issuer", wanted);
        URI issuer;
        try {
            issuer = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw complaints.about("issuer", wanted);
        }
        complaints.require(
                issuer.getHost() != null
                        && issuer.getUserInfo() == null
                        && issuer.getQuery() == null
                        && issuer.getFragment() == null,
                "issuer",
                wanted);
        boolean httpAllowed = Boolean.TRUE.equals(written.allowHttpLoopback());
        boolean loopbackHttp = Loopback.isHttp(issuer);
        complaints.require(
                "https".equals(issuer.getScheme()) || (httpAllowed && loopbackHttp),
                "issuer",
                wanted + " (http only for loopback, with allow-http-loopback: true)");
        return issuer;
    }

    private @Nullable String keysHost() {
        String host = written.keysHost();
        complaints.require(
                host == null || host.matches("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"),
                "keys-host",
                "must be a host name in lower case, without scheme, port or path");
        return host;
    }

    private Set<String> algorithms() {
        List<String> names = written.algorithms() == null ? List.of("RS256") : written.algorithms();
        complaints.require(
                !names.isEmpty() && ALGORITHMS.containsAll(names),
                "algorithms",
                "must be some of " + ALGORITHMS.stream().sorted().toList());
        return new LinkedHashSet<>(names);
    }

    private Duration lifetime() {
        Duration lifetime = Objects.requireNonNullElse(written.maxLifetime(), DEFAULT_LIFETIME);
        complaints.require(
                lifetime.isPositive() && lifetime.compareTo(LONGEST_LIFETIME) <= 0,
                "max-lifetime",
                "must be more than nothing and at most 31 days, such as 1h");
        return lifetime;
    }

    private @Nullable String audience(Map<String, String> constants) {
        if (written.audience() == null) {
            return null;
        }
        String wanted = "must be one word, in which only constants stand in braces";
        String audience =
                new Template(written.audience())
                        .expand(constants::get)
                        .orElseThrow(() -> complaints.about("audience", wanted));
        complaints.require(audience.matches("[!-~]{1,255}"), "audience", wanted);
        return audience;
    }

    private @Nullable URI webAddress(Map<String, String> constants) {
        if (written.webAddress() == null) {
            return null;
        }
        String wanted = "must be an http or https URL, in which only constants stand in braces";
        String text =
                new Template(written.webAddress())
                        .expand(constants::get)
                        .orElseThrow(() -> complaints.about("web-address", wanted));
        complaints.require(
                text.matches(
                        "https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(?::[0-9]+)?(?:/[A-Za-z0-9._~-]+)*/?"),
                "web-address",
                wanted);
        return URI.create(text);
    }

    /** What the operator configured, and what follows from it, stands above anything in a token. */
    private Map<String, String> constants(URI issuer) {
        Map<String, String> constants = new LinkedHashMap<>();
        if (written.constants() != null) {
            written.constants()
                    .forEach(
                            (name, value) ->
                                    constants.put(
                                            name,
                                            complaints.present(
                                                    value,
                                                    "constants." + name,
                                                    "must have a value")));
        }
        constants.put("issuer", issuer.toString());
        constants.put("issuer.host", issuer.getAuthority());
        return constants;
    }

    private ClaimRule claim(ProviderProperties.Claim claim) {
        return new ClaimRule(
                complaints.present(claim.name(), "claims", "needs a name for each claim"),
                Objects.requireNonNullElse(claim.type(), ClaimRule.Type.STRING),
                claim.required(),
                claim.recorded());
    }

    private DerivedClaim derived(ProviderProperties.Derived part) {
        String wanted = "needs name and from for each part";
        return new DerivedClaim(
                complaints.present(part.name(), "derived", wanted),
                complaints.present(part.from(), "derived", wanted),
                new Template(Objects.requireNonNullElse(part.prefix(), "")),
                list(part.suffixes()).stream().map(Template::new).toList());
    }

    private FieldRule field(ProviderProperties.Field field) {
        String name = complaints.present(field.name(), "fields", "needs a name for each field");
        int maxLength = Objects.requireNonNullElse(field.maxLength(), DEFAULT_FIELD_LENGTH);
        complaints.require(
                maxLength >= 1 && maxLength <= LONGEST_FIELD,
                "fields",
                "needs a max-length from 1 to %d for %s".formatted(LONGEST_FIELD, name));
        return new FieldRule(
                name,
                Objects.requireNonNullElse(field.label(), name),
                Objects.requireNonNullElse(field.help(), ""),
                field.claim(),
                Objects.requireNonNullElse(field.match(), Match.EXACT),
                field.required(),
                field.tenancy(),
                pattern(name, field.pattern()),
                Objects.requireNonNullElse(field.example(), ""),
                maxLength,
                field.emptyMeansEqual(),
                cure(field),
                field.paste());
    }

    private String cure(ProviderProperties.Field field) {
        String cure = Objects.requireNonNullElse(field.cure(), "");
        complaints.require(
                Set.of("label", "expected").containsAll(new Template(cure).names()),
                "fields",
                "may have only {label} and {expected} in the cure of " + field.name());
        return cure;
    }

    private @Nullable Pattern pattern(String field, @Nullable String pattern) {
        try {
            return pattern == null ? null : Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw complaints.about(
                    "fields", "needs a regular expression as the pattern of " + field);
        }
    }

    private RefusalRule refusal(ProviderProperties.Refused rule) {
        String wanted = "needs claim and reason for each rule";
        return new RefusalRule(
                complaints.present(rule.claim(), "refused", wanted),
                list(rule.values()),
                list(rule.otherThan()),
                rule.differsFrom(),
                rule.unlessListedIn(),
                complaints.present(rule.reason(), "refused", wanted),
                Objects.requireNonNullElse(rule.cure(), ""));
    }

    private static <K> Map<K, Template> templates(@Nullable Map<K, String> written) {
        Map<K, Template> templates = new LinkedHashMap<>();
        if (written != null) {
            written.forEach((name, text) -> templates.put(name, new Template(text)));
        }
        return templates;
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
