package dev.imprimatur.sandbox.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imprimatur.sandbox.RunningSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real cargo, from a CI job to a crate that another one uses. */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the example is a shell script")
class CargoEndToEndTests {

    private final RunningSandbox sandbox;

    CargoEndToEndTests(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void cargoPublishesFetchesAndShowsWhyItIsRefused() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("cargo"), "cargo is not installed here");

        assertThat(sandbox.run("sh", "examples/cargo.sh"))
                .contains("trusts release.yml of octo-org/sample-project")
                .contains("minted for octo-org/sample-project at refs/tags/v1.0.")
                .containsPattern("Published sample-project v1\\.0\\.\\d+ at registry `sandbox`")
                .containsPattern("Checking sample-project-tool v0\\.1\\.0")
                .contains("an upload token of index cargo for sample-project, good until")
                .containsPattern(
                        "Published sample-project v1\\.0\\.\\d+-next at registry `sandbox`")
                .contains("imprimatur: the upload token is burnt")
                .contains("403 Forbidden", "revoked-token: ")
                .endsWith("refused, as it must be\n");
    }
}
