package dev.imprimatur.web.security;

/**
 * What is sent to a route of the authorisation matrix: something that it would accept.
 *
 * @param query behind the path
 * @param type the media type of the body; empty: no body
 * @param body what names in braces stand for, {@link Scene#fill} says
 */
record Sent(String query, String type, String body) {

    private static final String JSON = "application/json";

    private static final String GEM_PUBLISHER =
            """
            "trusted_publisher_type": "OIDC::TrustedPublisher::GitHubAction",
            "trusted_publisher": {"repository_owner": "another", "repository_name": "{new}",
                                  "workflow_filename": "release.yml"}
            """;

    static Sent of(String name) {
        return switch (name) {
            case "" -> new Sent("", "", "");
            case "?project" -> new Sent("?index={index}&project={name}", "", "");
            case "?name" -> new Sent("?project={name}", "", "");
            case "?crate" -> new Sent("?crate={name}", "", "");
            case "empty" -> new Sent("", JSON, "{}");
            case "form" -> new Sent("", "application/x-www-form-urlencoded", "token=unknown");
            case "on" -> new Sent("", JSON, "{\"enabled\": true}");
            case "settings" -> new Sent("", JSON, "{\"trusted_only\": true}");
            case "silent" -> new Sent("", JSON, "{\"mail\": false, \"silent\": []}");
            case "new-token" -> new Sent("", JSON, "{\"name\": \"{new}\"}");
            case "operator-token" ->
                    new Sent("", JSON, "{\"name\": \"{new}\", \"operator\": true}");
            case "owner" -> new Sent("", JSON, "{\"role\": \"owner\"}");
            case "publisher" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            {"provider": "test-ci",
                             "fields": {"owner": "another", "repository": "{new}",
                                        "workflow": "release.yml"}}
                            """);
            case "npm-trust" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            [{"type": "github",
                              "claims": {"repository": "another/{new}",
                                         "workflow_ref": {"file": "release.yml"}},
                              "permissions": ["createPackage"]}]
                            """);
            case "batch" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            {"publishers": [{"project": "{name}", "provider": "test-ci",
                             "fields": {"owner": "another", "repository": "{new}",
                                        "workflow": "release.yml"}}]}
                            """);
            case "pattern" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            {"projects": "{name}-*", "provider": "test-ci",
                             "fields": {"owner": "another", "repository": "{new}",
                                        "workflow": "release.yml"}}
                            """);
            case "gem-publisher" -> new Sent("", JSON, "{%s}".formatted(GEM_PUBLISHER));
            case "new-gem" ->
                    new Sent(
                            "", JSON, "{\"rubygem_name\": \"{new}\", %s}".formatted(GEM_PUBLISHER));
            case "github-config" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            {"github_config": {"crate": "{name}", "repository_owner": "another",
                             "repository_name": "{new}", "workflow_filename": "release.yml"}}
                            """);
            case "gitlab-config" ->
                    new Sent(
                            "",
                            JSON,
                            """
                            {"gitlab_config": {"crate": "{name}", "namespace": "another",
                             "project": "{new}", "workflow_filepath": ".gitlab-ci.yml"}}
                            """);
            case "claims" -> new Sent("", JSON, "{\"provider\": \"test-ci\", \"claims\": {}}");
            default -> throw new IllegalArgumentException("Nothing is called " + name);
        };
    }
}
