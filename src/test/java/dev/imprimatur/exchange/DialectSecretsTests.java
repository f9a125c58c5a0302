package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each client sends the identity token elsewhere, and gets the upload token in another member. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class DialectSecretsTests {

    @LocalServerPort private int port;
    @Autowired private LoggingSystem logging;

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 28: secrets in logs")
    void noTokenIsWrittenIntoTheLogWhateverTheDialect(WayIn way, CapturedOutput output) {
        Publishing publishing = new Publishing(port);
        way.trust(publishing);
        String good = publishing.job().claim("aud", way.audience).text();
        String bad = publishing.job().claim("aud", "elsewhere").text();
        String uploadToken;

        logging.setLogLevel("dev.imprimatur", LogLevel.TRACE);
        logging.setLogLevel("org.springframework", LogLevel.DEBUG);
        HttpResponse<String> refused;
        try {
            uploadToken = way.token(way.exchange(publishing, good));
            refused = way.exchange(publishing, bad);
        } finally {
            logging.setLogLevel("dev.imprimatur", LogLevel.INFO);
            logging.setLogLevel("org.springframework", null);
        }

        assertThat(output.getAll()).contains("DispatcherServlet");
        for (String secret : List.of(good, bad, uploadToken)) {
            String tellingPart = secret.substring(secret.length() / 2);
            assertThat(output.getAll().contains(tellingPart)).isFalse();
            assertThat(refused.body()).doesNotContain(tellingPart);
        }
    }
}
