package dev.imprimatur.web.trust;

import dev.imprimatur.provider.ProviderDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The kinds of CI systems that npm is built with, and what each says where we have fields. */
enum NpmType {
    GITHUB("github") {
        @Override
        Set<String> known() {
            return Set.of("repository", "workflow_ref", "environment");
        }

        @Override
        Map<String, @Nullable String> fields(NpmClaims claims, ProviderDefinition provider) {
            NpmClaims.Repository repository = claims.repository("repository", false);
            Map<String, @Nullable String> fields = new HashMap<>();
            fields.put("owner", repository.owner());
            fields.put("repository", repository.name());
            fields.put("workflow", claims.file("workflow_ref"));
            fields.put("environment", claims.text("environment"));
            return fields;
        }

        @Override
        Map<String, Object> claims(Fields fields, ProviderDefinition provider) {
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("repository", fields.take("owner") + "/" + fields.take("repository"));
            claims.put("workflow_ref", Map.of("file", fields.take("workflow")));
            fields.optional("environment").ifPresent(it -> claims.put("environment", it));
            return claims;
        }
    },

    GITLAB("gitlab") {
        @Override
        Set<String> known() {
            return Set.of("project_path", "ci_config_ref_uri", "environment");
        }

        @Override
        Map<String, @Nullable String> fields(NpmClaims claims, ProviderDefinition provider) {
            NpmClaims.Repository project = claims.repository("project_path", true);
            Map<String, @Nullable String> fields = new HashMap<>();
            fields.put("namespace", project.owner());
            fields.put("project", project.name());
            fields.put("ci_file", claims.file("ci_config_ref_uri"));
            fields.put("environment", claims.text("environment"));
            return fields;
        }

        @Override
        Map<String, Object> claims(Fields fields, ProviderDefinition provider) {
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("project_path", fields.take("namespace") + "/" + fields.take("project"));
            claims.put("ci_config_ref_uri", Map.of("file", fields.take("ci_file")));
            fields.optional("environment").ifPresent(it -> claims.put("environment", it));
            return claims;
        }
    },

    /** Its organisation is no field of ours: each has an issuer of its own, which ends with it. */
    CIRCLECI("circleci") {
        @Override
        Set<String> known() {
            return CircleCi.CLAIMS;
        }

        @Override
        Map<String, @Nullable String> fields(NpmClaims claims, ProviderDefinition provider) {
            String organisation = claims.text(CircleCi.ORGANISATION);
            if (organisation == null || !CircleCi.organisation(provider).equals(organisation)) {
                throw NpmClaims.wrong(
                        CircleCi.ORGANISATION,
                        "must be the organisation whose provider the operator of Imprimatur configured");
            }
            Map<String, @Nullable String> fields = new HashMap<>();
            fields.put("project", claims.text(CircleCi.PROJECT));
            fields.put("vcs_origin", claims.text(CircleCi.ORIGIN));
            fields.put("pipeline_definition", claims.text(CircleCi.PIPELINE));
            fields.put("contexts", claims.texts(CircleCi.CONTEXTS));
            return fields;
        }

        @Override
        Map<String, Object> claims(Fields fields, ProviderDefinition provider) {
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put(CircleCi.ORGANISATION, CircleCi.organisation(provider));
            claims.put(CircleCi.PROJECT, fields.take("project"));
            claims.put(CircleCi.ORIGIN, fields.take("vcs_origin"));
            fields.optional("pipeline_definition")
                    .ifPresent(it -> claims.put(CircleCi.PIPELINE, it));
            fields.optional("contexts")
                    .ifPresent(it -> claims.put(CircleCi.CONTEXTS, List.of(it.split("[,\\s]+"))));
            return claims;
        }
    };

    private final String id;

    NpmType(String id) {
        this.id = id;
    }

    /** The type of this name. */
    static Optional<NpmType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }

    /** All names, for a sentence. */
    static String all() {
        return Arrays.stream(values()).map(NpmType::id).collect(Collectors.joining(", "));
    }

    /** By which npm and the operator's {@code known-as} name it. */
    String id() {
        return id;
    }

    /** What the maintainer would have filled in. */
    Map<String, @Nullable String> fields(Map<String, JsonNode> sent, ProviderDefinition provider) {
        return fields(NpmClaims.of(sent, known()), provider);
    }

    /**
     * The same backwards; empty where npm has no words for all that the fields say, so that it
     * would look like more than it is.
     */
    Optional<Map<String, Object>> claims(Map<String, String> fields, ProviderDefinition provider) {
        Fields taken = new Fields(new HashMap<>(fields));
        Map<String, Object> said = claims(taken, provider);
        return taken.left().isEmpty() ? Optional.of(said) : Optional.empty();
    }

    /** The claims that it has. */
    abstract Set<String> known();

    abstract Map<String, @Nullable String> fields(NpmClaims claims, ProviderDefinition provider);

    abstract Map<String, Object> claims(Fields fields, ProviderDefinition provider);

    /** The fields of a publisher, of which those that were said are taken. */
    record Fields(Map<String, String> left) {

        String take(String name) {
            return optional(name).orElse("");
        }

        Optional<String> optional(String name) {
            return Optional.ofNullable(left.remove(name));
        }
    }

    private static final class CircleCi {

        static final String ORGANISATION = "oidc.circleci.com/org-id";
        static final String PROJECT = "oidc.circleci.com/project-id";
        static final String PIPELINE = "oidc.circleci.com/pipeline-definition-id";
        static final String ORIGIN = "oidc.circleci.com/vcs-origin";
        static final String CONTEXTS = "oidc.circleci.com/context-ids";
        static final Set<String> CLAIMS = Set.of(ORGANISATION, PROJECT, PIPELINE, ORIGIN, CONTEXTS);

        static String organisation(ProviderDefinition provider) {
            String issuer = provider.issuer();
            return issuer.substring(issuer.lastIndexOf('/') + 1);
        }
    }
}
