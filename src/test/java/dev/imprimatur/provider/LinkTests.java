package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTests {

    private final ProviderDefinition github = Definitions.github();

    @Test
    void linksLeadToTheSourceAndTheRun() {
        Map<String, String> recorded = Job.github().recorded();

        assertThat(github.link(ProviderDefinition.Link.SOURCE, recorded))
                .hasValue("https://github.com/octo-org/octo-repo/tree/" + Job.SHA);
        assertThat(github.link(ProviderDefinition.Link.RUN, recorded))
                .hasValue("https://github.com/octo-org/octo-repo/actions/runs/11234/attempts/2");
    }

    @Test
    void whatPeopleReadIsWhatTheClaimsSay() {
        Map<String, String> recorded =
                Publishers.with(Job.github().recorded(), "ref", "refs/heads/<b>&{sha}");

        assertThat(
                        Arrays.stream(ProviderDefinition.Shown.values())
                                .map(fact -> github.show(fact, recorded).orElseThrow()))
                .containsExactly(
                        "octo-org/octo-repo",
                        Job.SHA,
                        "refs/heads/<b>&{sha}",
                        recorded.get("run_number"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "javascript:alert(1),  javascript%3Aalert%281%29",
                "a?b=c,                a%3Fb%3Dc",
                "a#b,                  a%23b",
                "a\"b'c<d>,            a%22b%27c%3Cd%3E",
                "a\\b,                 a%5Cb",
                "a%2e%2e/b,            a%252e%252e/b",
                "%2e%2e,               %252e%252e",
                "@evil.example,        %40evil.example",
                "//evil.example,       //evil.example",
                "é,                    %C3%A9",
                "{server},             %7Bserver%7D",
                "a...b,                a...b",
            })
    void whatAClaimHoldsStaysInThePath(String sha, String escaped) {
        String link = link(sha);

        assertThat(link).isEqualTo("https://github.com/octo-org/octo-repo/tree/" + escaped);
        assertThat(URI.create(link))
                .hasHost("github.com")
                .hasNoQuery()
                .hasNoFragment()
                .hasNoUserInfo();
    }

    @ParameterizedTest
    @DisplayName("Hazard 24: a claim with dots cannot lead to another repository")
    @ValueSource(strings = {"..", ".", "../../../evil/repo", "a/../../b", "a/..", "a/./b", "/.."})
    void aClaimThatWouldWalkUpThePathMakesNoLink(String sha) {
        assertThat(
                        github.link(
                                ProviderDefinition.Link.SOURCE,
                                Publishers.with(Job.github().recorded(), "sha", sha)))
                .isEmpty();
    }

    @Test
    void aLinkWithAMissingClaimIsNoLink() {
        Map<String, String> recorded = Job.github().without("run_attempt").recorded();

        assertThat(github.link(ProviderDefinition.Link.RUN, recorded)).isEmpty();
        assertThat(github.link(ProviderDefinition.Link.SOURCE, recorded)).isPresent();
        assertThat(github.link(ProviderDefinition.Link.SOURCE, Map.of())).isEmpty();
    }

    private String link(String sha) {
        return github.link(
                        ProviderDefinition.Link.SOURCE,
                        Publishers.with(Job.github().recorded(), "sha", sha))
                .orElseThrow();
    }
}
