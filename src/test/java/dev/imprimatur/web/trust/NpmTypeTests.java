package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.provider.Definitions;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.web.ProblemException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Claims to fields, and back. */
class NpmTypeTests {

    private static final String UUID = "ecc458d2-fbdc-4d9a-93c4-ac065ed3c3ca";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    github   | {"repository":"octo-org/octo-repo","workflow_ref":{"file":"release.yml"}}
                    github   | {"repository":"octo-org/octo-repo","workflow_ref":{"file":"release.yml"},"environment":"live"}
                    gitlab   | {"project_path":"group/project","ci_config_ref_uri":{"file":".gitlab-ci.yml"}}
                    gitlab   | {"project_path":"group/sub/project","ci_config_ref_uri":{"file":"ci/release.yml"},"environment":"live"}
                    circleci | {"oidc.circleci.com/org-id":"ORG","oidc.circleci.com/project-id":"p","oidc.circleci.com/vcs-origin":"github.com/o/r"}
                    circleci | {"oidc.circleci.com/org-id":"ORG","oidc.circleci.com/project-id":"p","oidc.circleci.com/vcs-origin":"github.com/o/r","oidc.circleci.com/pipeline-definition-id":"d","oidc.circleci.com/context-ids":["a","b"]}
                    """)
    void whatNpmSaysComesBackAsItWas(String name, String claims) {
        NpmType type = NpmType.of(name).orElseThrow();
        Map<String, JsonNode> sent = claims(claims.replace("ORG", UUID));

        Map<String, String> fields = new HashMap<>();
        type.fields(sent, provider(type))
                .forEach(
                        (field, value) -> {
                            if (value != null) {
                                fields.put(field, value);
                            }
                        });

        assertThat(type.claims(fields, provider(type)))
                .hasValueSatisfying(
                        back ->
                                assertThat(JsonMapper.shared().<JsonNode>valueToTree(back))
                                        .isEqualTo(JsonMapper.shared().valueToTree(sent)));
    }

    @Test
    void groupsInGroupsBelongToTheNamespace() {
        Map<String, @Nullable String> fields =
                NpmType.GITLAB.fields(
                        claims("{\"project_path\": \"group/sub/project\"}"),
                        provider(NpmType.GITLAB));

        assertThat(fields)
                .containsEntry("namespace", "group/sub")
                .containsEntry("project", "project");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"oidc.circleci.com/org-id\": \"another\"}",
                "{\"oidc.circleci.com/org-id\": \"\"}",
                "{\"oidc.circleci.com/org-id\": null}"
            })
    void circlesOrganisationIsThatOfTheProvider(String claims) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> NpmType.CIRCLECI.fields(claims(claims), provider(NpmType.CIRCLECI)));
    }

    @ParameterizedTest
    @CsvSource({"GITHUB, ref", "GITLAB, allowed_sources", "CIRCLECI, vcs_ref"})
    void aFieldWithoutAWordInNpmIsNotLeftUnsaid(NpmType type, String field) {
        Map<String, String> fields = new HashMap<>(Map.of("owner", "o", "project", "p"));
        fields.put(field, "x");

        assertThat(type.claims(fields, provider(type))).isEmpty();
    }

    private static Map<String, JsonNode> claims(String json) {
        Map<String, JsonNode> claims = new HashMap<>();
        JsonMapper.shared()
                .readTree(json)
                .properties()
                .forEach(it -> claims.put(it.getKey(), it.getValue()));
        return claims;
    }

    private static ProviderDefinition provider(NpmType type) {
        return Definitions.of(
                type.id(),
                type == NpmType.CIRCLECI
                        ? "circleci: {enabled: true, issuer: https://oidc.circleci.com/org/%s}"
                                .formatted(UUID)
                        : "");
    }
}
