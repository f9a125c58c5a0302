package dev.imprimatur.web.trust;

import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.Problem.InvalidField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds of publishers that RubyGems' tools know, and how their members and the fields of ours
 * become each other.
 *
 * <p>Intent: a member that is not known here is refused and not passed over, since it may have been
 * meant to narrow; and a publisher with more fields than a kind has members cannot be said in it at
 * all, since without them it would look as if it trusted more than it does.
 */
enum RubygemsPublisherType {
    GITHUB(
            "OIDC::TrustedPublisher::GitHubAction",
            "github",
            "repository_owner=owner",
            "repository_name=repository",
            "workflow_filename=workflow",
            "environment=environment") {
        @Override
        String name(Map<String, @Nullable String> said) {
            return "%s/%s @ .github/workflows/%s"
                    .formatted(
                            said.get("repository_owner"),
                            said.get("repository_name"),
                            said.get("workflow_filename"));
        }

        @Override
        void addPins(Map<String, @Nullable String> said, RegisteredPublisher publisher) {
            Map<String, String> pins = publisher.pins();
            said.put("repository_owner_id", pins == null ? null : pins.get("repository_owner_id"));
        }
    },

    GITLAB(
            "OIDC::TrustedPublisher::GitLab",
            "gitlab",
            "project_path=project",
            "ci_config_path=ci_file",
            "environment=environment",
            "ref_type=ref",
            "branch_name=ref") {
        @Override
        String name(Map<String, @Nullable String> said) {
            return said.get("project_path") + " @ " + said.get("ci_config_path");
        }

        @Override
        Map<String, @Nullable String> fields(Map<String, @Nullable String> said) {
            return GitlabShape.fields(said);
        }

        @Override
        List<InvalidField> mistakes(Map<String, @Nullable String> fields) {
            return GitlabShape.mistakes(fields);
        }

        @Override
        Optional<Map<String, @Nullable String>> said(Map<String, String> fields) {
            return GitlabShape.said(fields);
        }
    };

    private final String wireName;
    private final String provider;

    /** The fields of ours by the members that say them. */
    @SuppressWarnings("ImmutableEnumChecker") // never changed, and not handed out
    private final Map<String, String> members = new LinkedHashMap<>();

    RubygemsPublisherType(String wireName, String provider, String... members) {
        this.wireName = wireName;
        this.provider = provider;
        for (String member : members) {
            int equals = member.indexOf('=');
            this.members.put(member.substring(0, equals), member.substring(equals + 1));
        }
    }

    /** The kind of a name; empty where a tool means one that is not known. */
    static Optional<RubygemsPublisherType> of(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    String wireName() {
        return wireName;
    }

    /** What its tools call the CI provider. */
    String provider() {
        return provider;
    }

    /** What is wrong with the members of a publisher that a tool sends; empty: they can be read. */
    List<InvalidField> mistakes(ObjectNode sent) {
        List<InvalidField> mistakes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            if (member.getValue().isNull()) {
                continue;
            }
            if (!members.containsKey(member.getKey())) {
                mistakes.add(
                        new InvalidField(
                                "trusted_publisher",
                                "unknown",
                                "has a member that is not one of %s; what these cannot say is registered with the management API"
                                        .formatted(String.join(", ", members.keySet()))));
            } else if (!member.getValue().isString()) {
                mistakes.add(new InvalidField(path(member.getKey()), "invalid", "must be a text"));
            } else if (member.getValue().stringValue().isBlank()) {
                // Elsewhere it stands for any value, which is not what somebody means who sends it.
                mistakes.add(
                        new InvalidField(
                                path(member.getKey()),
                                "invalid",
                                "is empty; leave it out, or send null, to trust any"));
            }
        }
        return mistakes.isEmpty() ? mistakes(fields(sent)) : mistakes;
    }

    /** What is wrong with fields that no member of its own stands for. */
    List<InvalidField> mistakes(Map<String, @Nullable String> fields) {
        return List.of();
    }

    /** The fields of our publisher, of members without a mistake. */
    Map<String, @Nullable String> fields(ObjectNode sent) {
        Map<String, @Nullable String> said = new LinkedHashMap<>();
        for (String member : members.keySet()) {
            JsonNode value = sent.path(member);
            said.put(member, value.isString() ? value.stringValue() : null);
        }
        return fields(said);
    }

    Map<String, @Nullable String> fields(Map<String, @Nullable String> said) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        members.forEach((member, field) -> fields.put(field, said.get(member)));
        return fields;
    }

    /** Where a tool has what became this field of ours. */
    String memberOf(String field) {
        return members.entrySet().stream()
                .filter(member -> member.getValue().equals(field))
                .map(member -> path(member.getKey()))
                .findFirst()
                .orElse("trusted_publisher");
    }

    /** A publisher as the tools read it; empty where these members cannot say what it trusts. */
    Optional<Map<String, @Nullable String>> show(RegisteredPublisher publisher, String label) {
        if (!publisher.enabled()) {
            return Optional.empty();
        }
        return said(publisher.fields())
                .map(
                        said -> {
                            Map<String, @Nullable String> shown = new LinkedHashMap<>();
                            String environment = said.get("environment");
                            String suffix = environment == null ? "" : " (" + environment + ")";
                            shown.put("name", label + " " + name(said) + suffix);
                            shown.putAll(said);
                            addPins(shown, publisher);
                            return shown;
                        });
    }

    Optional<Map<String, @Nullable String>> said(Map<String, String> fields) {
        if (!members.values().containsAll(fields.keySet())) {
            return Optional.empty();
        }
        Map<String, @Nullable String> said = new LinkedHashMap<>();
        members.forEach((member, field) -> said.put(member, fields.get(field)));
        return Optional.of(said);
    }

    abstract String name(Map<String, @Nullable String> said);

    void addPins(Map<String, @Nullable String> said, RegisteredPublisher publisher) {}

    private static String path(String member) {
        return "trusted_publisher." + member;
    }
}
