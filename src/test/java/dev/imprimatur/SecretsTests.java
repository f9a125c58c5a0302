package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where secrets must not be: a log line, an event, an error, a row. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private LoggingSystem logging;

    @Test
    @DisplayName("Hazard 28: secrets in logs")
    void noSecretIsWrittenAnywhere(CapturedOutput output) {
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        TestToken job = publishing.job();
        TestToken refused = publishing.job().claim("event_name", "pull_request_target");
        TestToken expired =
                publishing.job().issued(java.time.Instant.EPOCH, java.time.Duration.ofMinutes(5));
        List<String> answers = new ArrayList<>();
        String token;
        String single;
        String created;

        logging.setLogLevel("dev.imprimatur", LogLevel.TRACE);
        logging.setLogLevel("org.springframework.web", LogLevel.DEBUG);
        try {
            token = publishing.uploadToken(job);
            single = publishing.singleUseToken();
            created =
                    ServiceClient.json(
                                    publishing
                                            .client()
                                            .asAdmin()
                                            .post("/_/api/v1/api-tokens", "{\"name\": \"hidden\"}"))
                            .path("token")
                            .asString();
            for (HttpResponse<String> response :
                    List.of(
                            publishing.mint(job),
                            publishing.mint(refused),
                            publishing.mint(expired),
                            publishing.mint(token, Map.of()),
                            publishing.upload(token),
                            publishing.upload(token, "another", "1"),
                            publishing.upload(single),
                            publishing.upload(single),
                            publishing.upload(job.text()),
                            publishing.form("/_/oauth2/introspect", "token=" + token),
                            publishing.form("/_/oauth2/revoke", "token=" + token),
                            publishing.upload(token))) {
                answers.add(response.body());
            }
        } finally {
            logging.setLogLevel("dev.imprimatur", LogLevel.INFO);
            logging.setLogLevel("org.springframework.web", null);
        }

        String rows =
                String.join(
                        "\n",
                        jdbc.sql(
                                        """
                                        SELECT to_jsonb(event)::text FROM event
                                        UNION ALL SELECT to_jsonb(upload)::text FROM upload
                                        UNION ALL SELECT to_jsonb(upload_token)::text FROM upload_token
                                        UNION ALL SELECT to_jsonb(delivery)::text FROM delivery
                                        UNION ALL SELECT to_jsonb(publisher)::text FROM publisher
                                        UNION ALL SELECT to_jsonb(api_token)::text FROM api_token
                                        """)
                                .query(String.class)
                                .list());
        assertThat(rows).contains("token-minted", "upload-refused", "exchange-refused");
        for (String secret :
                List.of(
                        job.text(),
                        refused.text(),
                        expired.text(),
                        token,
                        single,
                        created,
                        Publishing.INDEX_SECRET,
                        AdminApiToken.TEXT)) {
            // Neither whole, nor its telling part: the signature of a JWT, the random part of ours.
            for (String part : List.of(secret, secret.substring(secret.length() / 2))) {
                assertThat(output.getAll().contains(part)).isFalse();
                assertThat(rows.contains(part)).isFalse();
                assertThat(answers).noneMatch(answer -> answer.contains(part));
            }
        }
    }
}
