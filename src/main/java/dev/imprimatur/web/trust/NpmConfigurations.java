package dev.imprimatur.web.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Turns what {@code npm trust} calls a configuration into a publisher, and back. */
@Component
class NpmConfigurations {

    /** What an upload token is good for. */
    private static final String PUBLISH = "createPackage";

    /** Putting a package where somebody has to approve it first. */
    private static final String STAGE = "createStagedPackage";

    private final TrustCalls calls;
    private final Providers providers;

    NpmConfigurations(TrustCalls calls, Providers providers) {
        this.calls = calls;
        this.providers = providers;
    }

    /**
     * As npm sends it.
     *
     * @param permissions null: versions of npm that know none, which meant publishing
     */
    record Sent(
            @Nullable String type,
            @Nullable Map<String, JsonNode> claims,
            @Nullable List<@Nullable String> permissions) {}

    /** A publisher that is wished for. */
    record Wish(ProviderDefinition provider, Map<String, @Nullable String> fields) {}

    /**
     * As npm reads it. It shows type and id of a type that it does not know, and of one that it
     * knows those claims that it knows.
     *
     * @param claims null where npm has no words for all that the publisher says
     * @param provider in their place, the id of the provider
     * @param fields and the fields of the publisher
     */
    record View(
            String id,
            String type,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> claims,
            List<String> permissions,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String provider,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> fields) {}

    /**
     * Reads what was sent.
     *
     * @throws dev.imprimatur.web.ProblemException with 422 where it cannot be a publisher
     */
    Wish read(Sent sent) {
        NpmType type =
                NpmType.of(Objects.requireNonNullElse(sent.type(), ""))
                        .orElseThrow(
                                () ->
                                        ProblemException.invalidField(
                                                "type", "type must be one of " + NpmType.all()));
        requirePublishing(sent.permissions());
        ProviderDefinition provider = calls.provider(type.id());
        Map<String, JsonNode> claims = Objects.requireNonNullElse(sent.claims(), Map.of());
        return new Wish(provider, type.fields(claims, provider));
    }

    /**
     * Nothing is staged here. Intent: who asks for staging alone wants somebody to look at each
     * package before it is out, and must not get less than that; who asks for both gets publishing,
     * and the answer says so.
     */
    private static void requirePublishing(@Nullable List<@Nullable String> permissions) {
        if (permissions == null) {
            return;
        }
        if (!permissions.stream().allMatch(it -> PUBLISH.equals(it) || STAGE.equals(it))) {
            throw ProblemException.invalidField(
                    "permissions", "permissions holds what is unknown here; known is " + PUBLISH);
        }
        if (!permissions.contains(PUBLISH)) {
            throw ProblemException.invalidField(
                    "permissions",
                    permissions.contains(STAGE)
                            ? "Nothing is staged here. Ask for --allow-publish; an environment whose jobs somebody must approve gives a look before a package is out"
                            : "permissions must hold " + PUBLISH);
        }
    }

    /** Writes a publisher. */
    View view(RegisteredPublisher publisher) {
        String id = Long.toString(publisher.id());
        if (publisher.enabled()) {
            for (NpmType type : NpmType.values()) {
                Optional<Map<String, Object>> claims = claims(type, publisher);
                if (claims.isPresent()) {
                    return new View(id, type.id(), claims.get(), List.of(PUBLISH), null, null);
                }
            }
        }
        return new View(
                id,
                inWords(publisher),
                null,
                publisher.enabled() ? List.of(PUBLISH) : List.of(),
                publisher.provider(),
                publisher.fields());
    }

    private Optional<Map<String, Object>> claims(NpmType type, RegisteredPublisher publisher) {
        return providers
                .knownAs(type.id())
                .filter(provider -> provider.id().equals(publisher.provider()))
                .flatMap(provider -> type.claims(publisher.fields(), provider));
    }

    /** All that a publisher says in one line, in the one place that npm always shows. */
    private static String inWords(RegisteredPublisher publisher) {
        String fields =
                new TreeMap<>(publisher.fields())
                        .entrySet().stream()
                                .map(field -> field.getKey() + " " + field.getValue())
                                .collect(Collectors.joining(", "));
        return publisher.provider()
                + " with "
                + fields
                + (publisher.enabled() ? "" : ", switched off");
    }
}
