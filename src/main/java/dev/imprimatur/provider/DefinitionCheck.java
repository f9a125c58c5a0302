package dev.imprimatur.provider;

import dev.imprimatur.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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
 * Makes a definition of what is written, or says in one sentence what is wrong with it. A
 * definition that passes cannot go wrong later: every name in it stands for something.
 */
final class DefinitionCheck {

    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384");
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(31);
    private static final int DEFAULT_FIELD_LENGTH = 255;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String id;
    private final ProviderProperties written;

    DefinitionCheck(String id, ProviderProperties written) {
        this.id = id;
        this.written = written;
    }

    ProviderDefinition definition() {
        require(id.matches("[a-z0-9][a-z0-9-]{0,39}"), "", "must have an id of a-z, 0-9 and -");
        URI issuer = issuer();
        ProviderDefinition definition =
                new ProviderDefinition(
                        id,
                        Objects.requireNonNullElse(written.label(), id),
                        issuer.toString(),
                        !Boolean.FALSE.equals(written.shared()),
                        Boolean.TRUE.equals(written.allowHttpLoopback()),
                        written.keysHost(),
                        algorithms(),
                        lifetime(),
                        Objects.requireNonNullElse(written.replay(), ProviderDefinition.Replay.JTI),
                        constants(issuer),
                        claims(),
                        derived(),
                        fields(),
                        list(written.lookup()),
                        refused(),
                        list(written.pins()),
                        links());
        checkNames(definition);
        checkFields(definition);
        return definition;
    }

    private URI issuer() {
        String text = written.issuer();
        String wanted = "must be an https URL, exactly as the provider writes it into iss";
        require(text != null, "issuer", wanted);
        URI issuer;
        try {
            issuer = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong("issuer", wanted);
        }
        require(issuer.getHost() != null && issuer.getUserInfo() == null, "issuer", wanted);
        require(issuer.getQuery() == null && issuer.getFragment() == null, "issuer", wanted);
        boolean httpAllowed = Boolean.TRUE.equals(written.allowHttpLoopback());
        boolean loopbackHttp =
                "http".equals(issuer.getScheme()) && LOOPBACK.contains(issuer.getHost());
        require(
                "https".equals(issuer.getScheme()) || (httpAllowed && loopbackHttp),
                "issuer",
                wanted + " (http only for loopback, with allow-http-loopback: true)");
        return issuer;
    }

    private Set<String> algorithms() {
        List<String> names = written.algorithms() == null ? List.of("RS256") : written.algorithms();
        require(
                !names.isEmpty() && ALGORITHMS.containsAll(names),
                "algorithms",
                "must be some of " + ALGORITHMS.stream().sorted().toList());
        return new LinkedHashSet<>(names);
    }

    private Duration lifetime() {
        Duration lifetime = Objects.requireNonNullElse(written.maxLifetime(), DEFAULT_LIFETIME);
        require(
                lifetime.isPositive() && lifetime.compareTo(LONGEST_LIFETIME) <= 0,
                "max-lifetime",
                "must be more than nothing and at most 31 days, such as 1h");
        return lifetime;
    }

    /** What the operator configured, and what follows from it, stands above anything in a token. */
    private Map<String, String> constants(URI issuer) {
        Map<String, String> constants = new LinkedHashMap<>();
        if (written.constants() != null) {
            constants.putAll(written.constants());
        }
        constants.put("issuer", issuer.toString());
        constants.put("issuer.host", issuer.getAuthority());
        return constants;
    }

    private List<ClaimRule> claims() {
        return list(written.claims()).stream()
                .map(
                        claim ->
                                new ClaimRule(
                                        claim.name(),
                                        Objects.requireNonNullElse(
                                                claim.type(), ClaimRule.Type.STRING),
                                        claim.required(),
                                        claim.recorded()))
                .toList();
    }

    private List<DerivedClaim> derived() {
        return list(written.derived()).stream()
                .map(
                        part ->
                                new DerivedClaim(
                                        part.name(),
                                        part.from(),
                                        new Template(Objects.requireNonNullElse(part.prefix(), "")),
                                        list(part.suffixes()).stream().map(Template::new).toList()))
                .toList();
    }

    private List<FieldRule> fields() {
        return list(written.fields()).stream().map(this::field).toList();
    }

    private FieldRule field(ProviderProperties.Field field) {
        return new FieldRule(
                field.name(),
                Objects.requireNonNullElse(field.label(), field.name()),
                Objects.requireNonNullElse(field.help(), ""),
                field.claim(),
                Objects.requireNonNullElse(field.match(), Match.EXACT),
                field.required(),
                field.tenancy(),
                pattern(field),
                Objects.requireNonNullElse(field.example(), ""),
                Objects.requireNonNullElse(field.maxLength(), DEFAULT_FIELD_LENGTH),
                field.emptyMeansEqual());
    }

    private @Nullable Pattern pattern(ProviderProperties.Field field) {
        try {
            return field.pattern() == null ? null : Pattern.compile(field.pattern());
        } catch (PatternSyntaxException e) {
            throw wrong(
                    "fields", "has the field %s, whose pattern is none".formatted(field.name()));
        }
    }

    private List<RefusalRule> refused() {
        return list(written.refused()).stream()
                .map(
                        rule ->
                                new RefusalRule(
                                        rule.claim(),
                                        list(rule.values()),
                                        rule.differsFrom(),
                                        rule.unlessListedIn(),
                                        rule.reason()))
                .toList();
    }

    private Map<ProviderDefinition.Link, Template> links() {
        Map<ProviderDefinition.Link, Template> links = new LinkedHashMap<>();
        if (written.links() != null) {
            written.links().forEach((link, text) -> links.put(link, new Template(text)));
        }
        return links;
    }

    /** Every name that is used stands for a claim, a derived claim or a constant. */
    private void checkNames(ProviderDefinition definition) {
        Set<String> known = new LinkedHashSet<>();
        definition.claims().forEach(claim -> known.add(claim.name()));
        for (String constant : definition.constants().keySet()) {
            require(
                    known.add(constant),
                    "constants",
                    "must not have the name of a claim: " + constant);
        }
        for (DerivedClaim part : definition.derived()) {
            Set<String> used = new LinkedHashSet<>(part.prefix().names());
            used.add(part.from());
            part.suffixes().forEach(suffix -> used.addAll(suffix.names()));
            requireKnown(used, known, "derived");
            require(known.add(part.name()), "derived", "has a name twice: " + part.name());
        }
        for (FieldRule field : definition.fields()) {
            Set<String> used = new LinkedHashSet<>();
            addIfPresent(used, field.claim());
            addIfPresent(used, field.emptyMeansEqual());
            requireKnown(used, known, "fields");
        }
        for (RefusalRule rule : definition.refused()) {
            Set<String> used = new LinkedHashSet<>(Set.of(rule.claim()));
            addIfPresent(used, rule.differsFrom());
            requireKnown(used, known, "refused");
            require(
                    rule.values().isEmpty() != (rule.differsFrom() == null),
                    "refused",
                    "needs either values or differs-from for " + rule.claim());
        }
        requireKnown(new LinkedHashSet<>(definition.pins()), known, "pins");
        definition.links().values().forEach(link -> checkLink(link, definition));
    }

    /** A link is made of recorded claims, because it is made long after the token is gone. */
    private void checkLink(Template link, ProviderDefinition definition) {
        for (String name : link.names()) {
            boolean recorded =
                    definition.claim(name).map(ClaimRule::recorded).orElse(false)
                            || definition.constants().containsKey(name);
            require(recorded, "links", "uses %s, which is no recorded claim".formatted(name));
        }
        String start =
                link.expand(name -> definition.constants().getOrDefault(name, "")).orElse("");
        require(
                start.startsWith("https://") || start.startsWith("http://localhost"),
                "links",
                "must begin with https://");
    }

    private void checkFields(ProviderDefinition definition) {
        require(!definition.fields().isEmpty(), "fields", "must have at least one field");
        for (FieldRule field : definition.fields()) {
            require(
                    (field.claim() == null) == (field.match() == Match.NONE),
                    "fields",
                    "needs a claim for %s, or match: none".formatted(field.name()));
            if (field.match() == Match.GLOB) {
                boolean recorded =
                        definition
                                .claim(String.valueOf(field.claim()))
                                .map(ClaimRule::recorded)
                                .orElse(false);
                require(
                        recorded,
                        "fields",
                        "compares %s as a glob, so its claim must be recorded: true"
                                .formatted(field.name()));
            }
        }
        List<FieldRule> lookup = new ArrayList<>();
        for (String name : definition.lookup()) {
            lookup.add(
                    definition
                            .field(name)
                            .orElseThrow(() -> wrong("lookup", "must name fields of its own")));
        }
        require(
                !lookup.isEmpty()
                        && lookup.stream().allMatch(f -> f.required() && f.match().isEquality()),
                "lookup",
                "must name fields that are required and compared by equality");
        // Strangers have identity tokens of a shared issuer: what tells them apart cannot be
        // optional.
        require(
                !definition.shared()
                        || definition.fields().stream().anyMatch(f -> f.tenancy() && f.required()),
                "fields",
                "needs a required field with tenancy: true, since the issuer is shared");
    }

    private void requireKnown(Set<String> used, Set<String> known, String part) {
        for (String name : used) {
            require(known.contains(name), part, "uses %s, which is no claim of it".formatted(name));
        }
    }

    private static void addIfPresent(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private void require(boolean holds, String part, String wanted) {
        if (!holds) {
            throw wrong(part, wanted);
        }
    }

    private ConfigurationException wrong(String part, String wanted) {
        String property = part.isEmpty() ? id : id + "." + part;
        return new ConfigurationException("imprimatur.providers.%s %s".formatted(property, wanted));
    }
}
