package dev.imprimatur.provider;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds the parts of a definition against each other. A definition that passes cannot go wrong
 * later: every name in it stands for something that it may stand for.
 */
final class DefinitionCheck {

    /** Scheme and host stand before the first claim, so that no claim can say where a link goes. */
    private static final Pattern LINK =
            Pattern.compile(
                    "(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127\\.0\\.0\\.1|\\[::1]))"
                            + "(?::[0-9]+)?/.*");

    private final ProviderDefinition definition;
    private final Complaints complaints;

    /** What an identity can have a value for. */
    private final Set<String> claims = new LinkedHashSet<>();

    DefinitionCheck(ProviderDefinition definition) {
        this.definition = definition;
        this.complaints = new Complaints(definition.id());
    }

    void check() {
        checkClaims();
        checkFields();
        checkPaste();
        checkRefused();
        checkLookup();
        checkPins();
        checkForgeApi();
        definition.links().values().forEach(this::checkLink);
        definition.shown().values().forEach(shown -> checkRecorded(shown, "shown"));
    }

    private void checkClaims() {
        for (ClaimRule claim : definition.claims()) {
            require(claims.add(claim.name()), "claims", "has a name twice: " + claim.name());
        }
        for (String constant : definition.constants().keySet()) {
            require(
                    !claims.contains(constant),
                    "constants",
                    "must not have the name of a claim: " + constant);
        }
        for (DerivedClaim part : definition.derived()) {
            requireClaim(part.from(), "derived");
            requireOneText(part.from(), "derived");
            part.prefix().names().forEach(this::requireKnown);
            part.suffixes().forEach(suffix -> suffix.names().forEach(this::requireKnown));
            require(
                    !definition.constants().containsKey(part.name()) && claims.add(part.name()),
                    "derived",
                    "has a name twice: " + part.name());
        }
    }

    private void checkFields() {
        Set<String> names = new HashSet<>();
        require(!definition.fields().isEmpty(), "fields", "must have at least one field");
        for (FieldRule field : definition.fields()) {
            require(names.add(field.name()), "fields", "has a name twice: " + field.name());
            require(
                    (field.claim() == null) == (field.match() == Match.NONE),
                    "fields",
                    "needs a claim for %s, or match: none".formatted(field.name()));
            requireClaim(field.claim(), "fields");
            requireClaim(field.emptyMeansEqual(), "fields");
            requireOneText(field.emptyMeansEqual(), "fields");
            require(
                    (field.match() == Match.CONTAINS_ALL) == isList(field.claim()),
                    "fields",
                    "needs match: contains-all for %s where its claim is of type strings, and only there"
                            .formatted(field.name()));
            require(
                    field.claim() != null || field.emptyMeansEqual() == null,
                    "fields",
                    "needs a claim for %s to have empty-means-equal".formatted(field.name()));
            // The version is known only at the upload, when the token is long gone.
            require(
                    field.match() != Match.GLOB || isRecorded(field.claim()),
                    "fields",
                    "compares %s as a glob, so its claim must be recorded: true"
                            .formatted(field.name()));
            require(
                    field.example().isEmpty()
                            ? field.pattern() == null
                            : field.validate(field.example()).isEmpty(),
                    "fields",
                    "needs an example for %s that it would accept".formatted(field.name()));
        }
        // Strangers have identity tokens of a shared issuer: what tells them apart can neither be
        // left out nor be a pattern that fits them all.
        require(
                !definition.shared()
                        || definition.fields().stream()
                                .anyMatch(f -> f.tenancy() && isRequiredEquality(f)),
                "fields",
                "needs a required field with tenancy: true that is compared by equality, since the"
                        + " issuer is shared");
    }

    /** An address is taken apart into owner and repository, or not at all. */
    private void checkPaste() {
        int owners = 0;
        int repositories = 0;
        for (FieldRule field : definition.fields()) {
            Paste paste = field.paste();
            require(
                    paste == null || definition.webAddress() != null,
                    "fields",
                    "has %s with paste, which needs a web-address".formatted(field.name()));
            owners += paste == Paste.OWNER || paste == Paste.NAMESPACE ? 1 : 0;
            repositories += paste == Paste.REPOSITORY ? 1 : 0;
        }
        boolean none = definition.fields().stream().allMatch(field -> field.paste() == null);
        require(
                none || owners == 1 && repositories == 1,
                "fields",
                "needs one field with paste: owner or namespace and one with paste: repository where"
                        + " any field has paste");
    }

    private void checkRefused() {
        Set<String> widening = new HashSet<>();
        for (RefusalRule rule : definition.refused()) {
            requireClaim(rule.claim(), "refused");
            requireClaim(rule.differsFrom(), "refused");
            requireOneText(rule.claim(), "refused");
            requireOneText(rule.differsFrom(), "refused");
            int ways =
                    (rule.values().isEmpty() ? 0 : 1)
                            + (rule.otherThan().isEmpty() ? 0 : 1)
                            + (rule.differsFrom() == null ? 0 : 1);
            require(
                    ways == 1,
                    "refused",
                    "needs one of values, other-than and differs-from for " + rule.claim());
            String field = rule.unlessListedIn();
            if (field != null) {
                require(
                        definition.field(field).isPresent(),
                        "refused",
                        "names %s in unless-listed-in, which is no field of it".formatted(field));
                widening.add(field);
            }
        }
        // Whoever fills in such a field would believe that it does something.
        for (FieldRule field : definition.fields()) {
            require(
                    field.match() != Match.NONE || widening.contains(field.name()),
                    "fields",
                    "has %s with match: none, but no rule of refused has it in unless-listed-in"
                            .formatted(field.name()));
        }
    }

    private void checkLookup() {
        List<String> lookup = definition.lookup();
        for (String name : lookup) {
            Optional<FieldRule> field = definition.field(name);
            require(field.isPresent(), "lookup", "uses %s, which is no field".formatted(name));
        }
        require(
                !lookup.isEmpty()
                        && lookup.stream()
                                .flatMap(name -> definition.field(name).stream())
                                .allMatch(DefinitionCheck::isRequiredEquality),
                "lookup",
                "must name fields that are required and compared by equality");
    }

    /** An identity without a pin would bind a publisher to less than the definition says. */
    private void checkPins() {
        for (String pin : definition.pins()) {
            require(
                    definition.claim(pin).map(ClaimRule::required).orElse(false),
                    "pins",
                    "uses %s, which is no claim with required: true".formatted(pin));
            requireOneText(pin, "pins");
        }
    }

    /** What is asked for must be all there is to bind, by names that can have one meaning only. */
    private void checkForgeApi() {
        ForgeApi api = definition.forgeApi();
        if (api == null) {
            return;
        }
        String kind = api.kind().wireName();
        List<String> known = List.of(api.kind().ownerPin(), api.kind().namePin());
        for (String name : List.of(api.kind().ownerField(), api.kind().nameField())) {
            require(
                    definition.field(name).map(DefinitionCheck::isRequiredEquality).orElse(false),
                    "resolver",
                    "%s needs a field %s that is required and compared by equality; without one, set resolver: none"
                            .formatted(kind, name));
        }
        require(
                known.containsAll(definition.pins()),
                "resolver",
                "%s knows the pins %s and no others; to bind others, set resolver: none"
                        .formatted(kind, String.join(", ", known)));
    }

    /** Only of recorded claims, because it is made long after the token is gone. */
    private void checkRecorded(Template template, String part) {
        for (String name : template.names()) {
            require(
                    isRecorded(name) || definition.constants().containsKey(name),
                    part,
                    "uses %s, which is no recorded claim".formatted(name));
            requireOneText(name, part);
        }
    }

    private void checkLink(Template link) {
        checkRecorded(link, "links");
        String start =
                link.expand(name -> definition.constants().getOrDefault(name, "{")).orElse("");
        require(
                LINK.matcher(start).matches(),
                "links",
                "must begin with https://, a host and a slash, before any claim");
    }

    private boolean isRecorded(@Nullable String claim) {
        return claim != null && definition.claim(claim).map(ClaimRule::recorded).orElse(false);
    }

    private static boolean isRequiredEquality(FieldRule field) {
        return field.required() && field.match().isEquality();
    }

    private void requireClaim(@Nullable String name, String part) {
        require(
                name == null || claims.contains(name),
                part,
                "uses %s, which is no claim of it".formatted(name));
    }

    /** A list compared as one text would never be what somebody meant: a refusal would not fire. */
    private void requireOneText(@Nullable String name, String part) {
        require(!isList(name), part, "uses %s, which is a list".formatted(name));
    }

    private boolean isList(@Nullable String claim) {
        return claim != null
                && definition
                        .claim(claim)
                        .map(rule -> rule.type() == ClaimRule.Type.STRINGS)
                        .orElse(false);
    }

    /** What a derived claim is cut by may come out of the token or out of the configuration. */
    private void requireKnown(String name) {
        require(
                claims.contains(name) || definition.constants().containsKey(name),
                "derived",
                "uses %s, which is no claim and no constant of it".formatted(name));
        requireOneText(name, "derived");
    }

    private void require(boolean holds, String part, String wanted) {
        complaints.require(holds, part, wanted);
    }
}
