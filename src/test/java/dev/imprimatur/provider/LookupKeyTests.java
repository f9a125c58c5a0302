package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupKeyTests {

    private final ProviderDefinition github = Definitions.github();

    @ParameterizedTest
    @CsvSource({"octo-org, octo-repo", "OCTO-ORG, Octo-Repo"})
    void aPublisherAndItsIdentityHaveOneKeyInAnyCase(String owner, String repository) {
        String key = github.lookupKey(Publishers.github("owner", owner, "repository", repository));

        assertThat(github.lookupKey(Job.github().claims())).hasValue(key);
        assertThat(
                        github.lookupKey(
                                Job.github()
                                        .with("repository_owner", "Octo-ORG")
                                        .with("repository", "Octo-ORG/octo-REPO")
                                        .claims()))
                .hasValue(key);
    }

    @Test
    void anotherRepositoryHasAnotherKey() {
        assertThat(github.lookupKey(Publishers.github("repository", "other")))
                .isNotEqualTo(github.lookupKey(Publishers.github()));
    }

    @Test
    void anIdentityWithoutOneOfTheNamesHasNoKey() {
        assertThat(github.lookupKey(Job.github().with("repository", "x/y").claims()))
                .isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("Hazard 17: a newline in a claim cannot forge the key of another publisher")
    void aNewlineCannotForgeAKey() {
        ProviderDefinition forge =
                Definitions.of(
                        "forge",
                        """
                        forge:
                          issuer: https://ci.example.org
                          claims:
                            - {name: a, required: true, recorded: true}
                            - {name: b, required: true, recorded: true}
                          fields:
                            - {name: a, claim: a, required: true, tenancy: true}
                            - {name: b, claim: b, required: true}
                          lookup: [a, b]
                        """);
        String key = forge.lookupKey(Map.of("a", "x", "b", "y\rz"));

        assertThat(key).isEqualTo("x\ny\rz");
        assertThat(forge.lookupKey(Claims.recorded(Map.of("a", "x\ny", "b", "z")))).isEmpty();
        assertThat(forge.lookupKey(Claims.recorded(Map.of("a", "x", "b", "y\nz")))).isEmpty();
    }

    @Test
    void publishersThatSayTheSameAreTheSameText() {
        assertThat(
                        github.comparable(
                                Publishers.github(
                                        "owner", "OCTO-org",
                                        "environment", "Release",
                                        "actor_ids", "2, 1,1")))
                .isEqualTo(
                        github.comparable(
                                Publishers.github("actor_ids", "1 2", "environment", "release")));
    }

    @ParameterizedTest
    @CsvSource({
        "workflow,    Release.yml",
        "environment, staging",
        "ref,         refs/heads/main",
        "repository,  other"
    })
    void publishersThatDifferAreDifferentTexts(String field, String value) {
        assertThat(github.comparable(Publishers.github(field, value)))
                .isNotEqualTo(github.comparable(Publishers.github()));
    }
}
