package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules and traps of identity tokens of Bitbucket Pipelines. */
class BitbucketDefinitionTests {

    private static final String WORKSPACE = "{922e118c-f34f-4226-a897-0e0afbec553d}";
    private static final String REPOSITORY = "{1de489be-ce6a-42a0-a8c8-eadbf1174ac7}";
    private static final String ENVIRONMENT = "{bd715740-c970-486b-b68a-b421ec2a1f8b}";
    private static final String ISSUER =
            "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
    private static final Map<String, String> PUBLISHER =
            Map.of("workspace", WORKSPACE, "repository", REPOSITORY);

    private final ProviderDefinition provider =
            Definitions.shipped("bitbucket", "issuer: " + ISSUER, "shared: false");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", ISSUER)
                    .with("workspaceUuid", WORKSPACE)
                    .with("repositoryUuid", REPOSITORY)
                    .with("deploymentEnvironmentUuid", ENVIRONMENT)
                    .with("branchName", "release/1.0")
                    .with("pipelineUuid", "{759de0c6-eaee-4eaa-b7a6-c507eec759a7}")
                    .with("stepUuid", "{859de0c6-eaee-4eaa-b7a6-c507eec759a7}");

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(provider.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(PUBLISHER));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "workspace, {1de489be-ce6a-42a0-a8c8-eadbf1174ac7}, false",
                "workspace, 922e118c-f34f-4226-a897-0e0afbec553d, false",
                "repository, {922e118c-f34f-4226-a897-0e0afbec553d}, false",
                "repository, {1DE489BE-CE6A-42A0-A8C8-EADBF1174AC7}, false",
                "environment, {bd715740-c970-486b-b68a-b421ec2a1f8b}, true",
                "environment, {1de489be-ce6a-42a0-a8c8-eadbf1174ac7}, false",
                "branch, release/*, true",
                "branch, release/{version}, true",
                "branch, release, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"workspaceUuid", "repositoryUuid"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(
            strings = {
                "workspaceUuid",
                "repositoryUuid",
                "deploymentEnvironmentUuid",
                "branchName"
            })
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "deploymentEnvironmentUuid, environment, {bd715740-c970-486b-b68a-b421ec2a1f8b}",
                "branchName, branch, release/1.0",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "workspace, 922e118c-f34f-4226-a897-0e0afbec553d, invalid",
                "repository, {1de489be-ce6a-42a0-a8c8-eadbf1174ac7, invalid",
                "repository, ``, required",
                "environment, {{bd715740-c970-486b-b68a-b421ec2a1f8b}}, invalid",
                "environment, production, invalid",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @Test
    void anIdWithoutItsBracesIsAnotherOne() {
        String bare = WORKSPACE.substring(1, WORKSPACE.length() - 1);

        assertThat(job.with("workspaceUuid", bare).mismatches(PUBLISHER))
                .containsExactly("workspace");
    }

    @Test
    void anEnvironmentIsNamedByItsIdAlone() {
        assertThat(
                        job.without("deploymentEnvironmentUuid")
                                .with("deploymentEnvironment", ENVIRONMENT)
                                .mismatches(Publishers.with(PUBLISHER, "environment", ENVIRONMENT)))
                .containsExactly("environment");
    }

    @Test
    @DisplayName("Hazard 24: an id in braces is no place to be filled in")
    void bracesStayInThePathOfALink() {
        assertThat(provider.link(ProviderDefinition.Link.SOURCE, job.recorded()))
                .hasValue(
                        "https://bitbucket.org/%7B922e118c-f34f-4226-a897-0e0afbec553d%7D"
                                + "/%7B1de489be-ce6a-42a0-a8c8-eadbf1174ac7%7D");
        assertThat(
                        provider.link(
                                ProviderDefinition.Link.SOURCE,
                                Publishers.with(job.recorded(), "repositoryUuid", "{server}")))
                .hasValueSatisfying(link -> assertThat(link).endsWith("/%7Bserver%7D"));
    }

    @Test
    void itHasNoJti() {
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
    }
}
