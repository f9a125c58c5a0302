package dev.imprimatur.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The npm of this machine, which has never heard of Imprimatur. */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class NpmEndToEndTests {

    private static final Pattern VERSION = Pattern.compile("(?m)^(\\d+)\\.(\\d+)\\.");

    private final RunningSandbox sandbox;

    NpmEndToEndTests(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void npmTrustsPublishesAndInstallsWithoutAToken() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("npm"), "npm is not installed here");
        int version = version();
        assumeTrue(version >= 1105, "this npm does not know trusted publishing");

        String told = sandbox.run("sh", "examples/npm.sh");

        assertThat(told)
                .containsPattern("(?m)^\\+ sample-package@1\\.0\\.\\d+$")
                .containsPattern("(?m)^\\+ @octo-org/sample-package@1\\.0\\.\\d+$")
                .contains("added 2 packages")
                .containsPattern("(?m)^sample-package 1\\.0\\.\\d+, @octo-org/sample-package 1\\.0")
                .contains("npm notice No project of this index has a trusted publisher")
                .contains("npm error code ENEEDAUTH")
                .contains(
                        "verbose oidc Failed token exchange request with body message: No project")
                .containsPattern("npm error 403 .*PUT .*/npm/sample-package - unknown-token: ");
        if (version >= 1115) {
            assertThat(told)
                    .contains("Trust configuration created successfully for sample-package")
                    .contains("Trust configuration created successfully for @octo-org/sample-pack")
                    .contains("repository: octo-org/sample-project\npermissions: publish")
                    .contains("Revoked trusted configuration for package @octo-org/sample-package")
                    .contains("No trust configurations found for package (@octo-org/sample-pack");
        }
    }

    private int version() throws Exception {
        Matcher version = VERSION.matcher(sandbox.call(Map.of(), "npm", "--version").told());
        assertThat(version.find()).isTrue();
        return 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
    }
}
