package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CI system that no code knows, out of the page that says how to add one. */
class DocumentedProviderTests {

    private static final String PAGE = read();
    private static final Map<String, String> PUBLISHER =
            Map.of("team", "blue-team", "project", "sample", "pipeline", "release.yml");

    private final ProviderDefinition forge = Definitions.of("forge", example("forge:"));
    private final Job job =
            new Job(forge, Map.of())
                    .with("iss", "https://ci.example.org")
                    .with("forge.example.org/team", "Blue-Team")
                    .with("forge.example.org/team-id", 4711)
                    .with("forge", Map.of("example", Map.of("org/team", "attacker")))
                    .with("project", "sample")
                    .with("pipeline", "forge.example.org/Blue-Team/sample/release.yml@release/1.0")
                    .with("branch", "release/1.0")
                    .with("commit", "abc123")
                    .with("run", 8)
                    .with("stage", "publish")
                    .with("trigger", "push")
                    .with("debug", false);

    @Test
    void itsJobMatchesThePublisherThatDescribesIt() {
        assertThat(forge.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(forge.lookupKey(job.claims())).hasValue(forge.lookupKey(PUBLISHER));
        assertThat(forge.pinsOf(job.claims()))
                .isEqualTo(Map.of("forge.example.org/team-id", "4711"));
        assertThat(forge.algorithms()).containsExactly("RS256", "ES256");
        assertThat(forge.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(forge.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
    }

    @Test
    void itsLinksLeadToTheSourceAndTheRun() {
        assertThat(forge.link(ProviderDefinition.Link.SOURCE, job.recorded()))
                .hasValue("https://forge.example.org/Blue-Team/sample/tree/abc123");
        assertThat(forge.link(ProviderDefinition.Link.RUN, job.recorded()))
                .hasValue("https://forge.example.org/runs/8");
    }

    @ParameterizedTest
    @CsvSource({
        "forge.example.org/team, red-team,  team",
        "project,                other,     project",
        "branch,                 other,     pipeline",
        "trigger,                fork,      trigger",
        "pipeline, forge.example.org/Blue-Team/sample/other.yml@release/1.0,    pipeline",
        "pipeline, forge.example.org/blue-team/sample/release.yml@release/1.0,  pipeline",
        "pipeline, evil.example.org/Blue-Team/sample/release.yml@release/1.0,   pipeline",
    })
    void anotherJobDoesNot(String claim, String value, String mismatch) {
        assertThat(job.with(claim, value).mismatches(PUBLISHER)).contains(mismatch);
    }

    @Test
    void aBooleanIsRefusedByItsWord() {
        assertThat(job.with("debug", true).mismatches(PUBLISHER)).containsExactly("debug");
        assertThat(job.with("debug", "false").read())
                .isEqualTo(
                        new Claims.Unfit("debug", "has another type than its provider gives it"));
    }

    @Test
    void whatNarrowsNarrows() {
        Map<String, String> narrow =
                Publishers.with(PUBLISHER, "branch", "release/{version}", "stages", "publish, x");

        assertThat(job.mismatches(narrow)).isEmpty();
        assertThat(job.with("stage", "test").mismatches(narrow)).containsExactly("stages");
        assertThat(job.without("stage").mismatches(narrow)).containsExactly("stages");
        assertThat(forge.versionMismatch(narrow, job.recorded(), "1.0")).isEmpty();
        assertThat(forge.versionMismatch(narrow, job.recorded(), "1.1")).isPresent();
    }

    @Test
    @DisplayName("Hazard 18: a refused trigger can be allowed on purpose")
    void aRefusedTriggerCanBeAllowedOnPurpose() {
        assertThat(
                        job.with("trigger", "fork")
                                .mismatches(Publishers.with(PUBLISHER, "allowed_triggers", "fork")))
                .isEmpty();
    }

    @Test
    void theInstancesOfThePageAreRead() {
        Providers providers = Definitions.all(example("my-gitlab:"));

        assertThat(providers.all())
                .extracting(ProviderDefinition::id)
                .containsExactlyInAnyOrder("github", "my-gitlab", "my-github");
        assertThat(providers.ofId("my-gitlab").orElseThrow().shared()).isFalse();
    }

    @Test
    void theResolversOfThePageAreRead() {
        Providers providers = Definitions.all(example("github:"));

        assertThat(providers.ofId("github").orElseThrow().forgeApi())
                .extracting(ForgeApi::token)
                .isNotNull();
        assertThat(providers.ofId("quiet-gitlab").orElseThrow().forgeApi()).isNull();
    }

    @Test
    void theShippedProvidersOfThePageCanBeSwitchedOn() {
        Providers providers = Definitions.all(example("google:"));

        assertThat(providers.all())
                .extracting(ProviderDefinition::id)
                .containsExactlyInAnyOrder(
                        "github",
                        "gitlab",
                        "google",
                        "activestate",
                        "buildkite",
                        "circleci",
                        "bitbucket",
                        "semaphore",
                        "codeberg",
                        "build-jenkins",
                        "release-jenkins");
        assertThat(providers.ofId("codeberg").orElseThrow().label()).isEqualTo("Codeberg");
    }

    @ParameterizedTest
    @CsvSource({
        "octo-enterprise, https://token.actions.githubusercontent.com/octo-enterprise, https://github.com",
        "octo-server,     https://github.example.org/_services/token,      https://github.example.org",
        "octo-residency,  https://token.actions.octo.ghe.com,              https://octo.ghe.com",
    })
    void gitHubEnterpriseIsGitHubElsewhere(String id, String issuer, String server) {
        Providers providers =
                Definitions.all(
                        example("# An enterprise on github.com that has asked for an issuer"));
        ProviderDefinition enterprise = providers.ofIssuer(issuer).orElseThrow();
        Job theirs = Job.github().of(enterprise).with("iss", issuer).with("enterprise", "octo");

        assertThat(enterprise.id()).isEqualTo(id);
        assertThat(enterprise.shared()).isFalse();
        assertThat(theirs.mismatches(Publishers.github("environment", "release"))).isEmpty();
        assertThat(theirs.claims().value("workflow_file")).isEqualTo("release.yml");
        assertThat(theirs.claims().value("repository_name")).isEqualTo("octo-repo");
        assertThat(theirs.mismatches(Publishers.github("workflow", "other.yml")))
                .containsExactly("workflow");
        assertThat(theirs.with("event_name", "workflow_run").mismatches(Publishers.github()))
                .containsExactly("event_name");
        assertThat(enterprise.link(ProviderDefinition.Link.SOURCE, theirs.recorded()))
                .hasValue(server + "/octo-org/octo-repo/tree/" + Job.SHA);
        assertThat(enterprise.link(ProviderDefinition.Link.RUN, theirs.recorded()))
                .hasValue(server + "/octo-org/octo-repo/actions/runs/11234/attempts/2");
        assertThat(providers.ofId("github").orElseThrow().issuer())
                .isEqualTo("https://token.actions.githubusercontent.com");
    }

    @Test
    void thePageNamesEveryKey() {
        Stream.of(
                        ProviderProperties.class,
                        ProviderProperties.Claim.class,
                        ProviderProperties.Derived.class,
                        ProviderProperties.Field.class,
                        ProviderProperties.Refused.class,
                        ProviderProperties.ResolverSettings.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(component -> key(component.getName()))
                .forEach(key -> assertThat(PAGE).containsPattern("[`{ ]" + key + "[`:]"));
    }

    @ParameterizedTest
    @EnumSource(Match.class)
    void thePageNamesEveryMatch(Match match) {
        assertThat(PAGE).contains("| `" + key(match.name()) + "` |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config/application.yml", "{issuer.host}", "reusable_workflow"})
    void thePageSpeaksOfWhatThereIs(String word) {
        assertThat(PAGE).contains(word);
    }

    private static String key(String name) {
        return switch (name) {
            case "extendsProvider" -> "extends";
            default ->
                    name.equals(name.toUpperCase(Locale.ROOT))
                            ? Match.lower(name).replace('_', '-')
                            : Match.lower(name.replaceAll("([A-Z])", "-$1"));
        };
    }

    /** The example of the page with this provider, as it stands below its first two keys. */
    private static String example(String provider) {
        List<String> examples =
                Pattern.compile("```yaml\nimprimatur:\n  providers:\n(.*?)```", Pattern.DOTALL)
                        .matcher(PAGE)
                        .results()
                        .map((MatchResult result) -> result.group(1).stripTrailing().stripIndent())
                        .filter(text -> text.startsWith(provider))
                        .toList();
        assertThat(examples).hasSize(1);
        return examples.getFirst();
    }

    private static String read() {
        try {
            return Files.readString(Path.of("docs", "providers.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
