package dev.imprimatur.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxSettingsTests {

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            SandboxSettings http =
                    SandboxSettings.from(Map.of("SANDBOX_PORT", port, "SANDBOX_HTTPS_PORT", "0"));
            SandboxSettings https =
                    SandboxSettings.from(Map.of("SANDBOX_PORT", "0", "SANDBOX_HTTPS_PORT", port));

            assertThat(http.takenPort())
                    .hasValueSatisfying(
                            it -> assertThat(it).contains("Port " + port, "SANDBOX_PORT"));
            assertThat(https.takenPort())
                    .hasValueSatisfying(
                            it -> assertThat(it).contains("Port " + port, "SANDBOX_HTTPS_PORT"));
        }
    }

    @Test
    void aPortIsANumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxSettings.from(Map.of("SANDBOX_PORT", "80x")))
                .withMessageContaining("SANDBOX_PORT");
        assertThat(SandboxSettings.from(Map.of()).url()).isEqualTo("http://localhost:8080");
    }

    @Test
    void twoServersNeedTwoPorts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxSettings.from(Map.of("SANDBOX_PORT", "8443")))
                .withMessageContaining("SANDBOX_HTTPS_PORT");
    }
}
