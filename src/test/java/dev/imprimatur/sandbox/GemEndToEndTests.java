package dev.imprimatur.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gem client of this machine, from the registration of a publisher to the installed gem. */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class GemEndToEndTests {

    private final RunningSandbox sandbox;

    GemEndToEndTests(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void gemPushesAndInstallsWithNoTokenConfigured() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("gem"), "gem is not installed here");

        assertThat(sandbox.run("sh", "examples/gem.sh"))
                .contains("\"trusted_publisher_type\":\"OIDC::TrustedPublisher::GitHubAction\"")
                .contains("\"rubygem_name\":\"sample-project\"")
                .contains("Pushing gem to " + sandbox.url())
                .containsPattern("Registered sample-project 1\\.0\\.[0-9]+")
                .contains("1 gem installed")
                .contains("Pushed without a stored secret")
                .contains("unknown-token: This is no upload token of ours")
                .containsPattern("an upload token of index gems for sample-project, good until")
                .containsPattern("Registered sample-project 1\\.0\\.[0-9]+\\.1\n")
                .contains("imprimatur: the upload token is burnt")
                .contains("invalid-reuse-token");
        // The gem is there now, and waits for nothing any more.
        assertThat(sandbox.run("sh", "examples/gem.sh"))
                .contains("\"trusted_publisher_type\":\"OIDC::TrustedPublisher::GitHubAction\"")
                .doesNotContain("rubygem_name");
    }
}
