package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A CI system whose jobs cannot choose an audience: the address says which index is meant. */
@ServiceTest
class FixedAudienceTests {

    private static final String PROJECT_ID = "1e1fcfb5-09c0-487e-b051-2d0b5514c42a";

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aPublisher() {
        publishing = new Publishing(port);
        HttpResponse<String> registered =
                publishing.register(
                        "pypi",
                        publishing.project(),
                        "semaphore",
                        Map.of("organization", organization(), "project_id", PROJECT_ID));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    }

    @Test
    void theIndexOfTheAddressIsMeant() {
        Publishing.tokenOf(mintAt("pypi", job()));
    }

    @Test
    @DisplayName("Hazard 1: an address of several indexes does not say which is meant")
    void anAddressOfSeveralIndexesIsRefused() {
        HttpResponse<String> refused = publishing.mint(job());

        assertThat(code(refused)).isEqualTo("invalid-token");
        assertThat(description(refused)).contains("names no package index");
    }

    @Test
    void anotherIndexHasNoSuchPublisher() {
        assertThat(code(mintAt("other", job()))).isEqualTo("invalid-publisher");
    }

    @Test
    @DisplayName("Hazard 1: the audience is still checked, even if it is that of the index")
    void anotherAudienceIsRefused() {
        for (Object audience :
                List.of(
                        Publishing.AUDIENCE,
                        TestProviders.SEMAPHORE.issuer() + "/",
                        List.of(TestProviders.SEMAPHORE.issuer()))) {
            HttpResponse<String> refused = mintAt("pypi", job().claim("aud", audience));

            assertThat(code(refused)).isEqualTo("invalid-token");
            assertThat(description(refused)).contains("its aud must be ");
        }
    }

    @Test
    @DisplayName("Hazard 14: a token counts once, whatever index it is shown to")
    void aTokenCountsOnce() {
        TestToken job = job();
        Publishing.tokenOf(mintAt("pypi", job));

        assertThat(code(mintAt("pypi", job))).isEqualTo("invalid-reuse-token");
    }

    private String organization() {
        return publishing.owner().toLowerCase(Locale.ROOT);
    }

    private HttpResponse<String> mintAt(String index, TestToken token) {
        return publishing.post(
                "/_/oidc/" + index + "/mint-token", "{\"token\": \"" + token.text() + "\"}");
    }

    private TestToken job() {
        return TestToken.of(TestProviders.SEMAPHORE, Clock.systemUTC())
                .claim("aud", TestProviders.SEMAPHORE.issuer())
                .claim("org", organization())
                .claim("org_id", "d7dd33ad-9317-498c-9cc6-51c250749be7")
                .claim("prj_id", PROJECT_ID)
                .claim("ref_type", "tag")
                .claim("job_type", "pipeline_job");
    }
}
