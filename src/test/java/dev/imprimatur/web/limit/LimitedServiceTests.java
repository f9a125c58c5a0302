package dev.imprimatur.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.ProblemFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a client sees whose limit somebody else uses up all the time. */
@ServiceTest
class LimitedServiceTests {

    @LocalServerPort private int port;
    @Autowired private RateLimits limits;
    @Autowired private MeterRegistry meters;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_/oidc/mint-token",
                "/_/oidc/github/mint-token",
                "/_/oidc/pypi/mint-token",
                "/_/oidc/burn-token"
            })
    void whatIsBeyondTheLimitOfItsAddressIsRefusedBeforeItsBodyIsLookedAt(String path) {
        double before = exceeded("exchanges-per-address");

        HttpResponse<String> refused =
                refused(
                        () -> limits.exchangeExceeded("127.0.0.1"),
                        () -> publishing.post(path, "no identity token at all"));

        ProblemFormat.check(refused, 429, "rate-limited");
        assertThat(refused.body()).contains("Try again in a minute");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(exceeded("exchanges-per-address")).isGreaterThan(before);
    }

    @Test
    void everyExchangeIsLimitedWhateverTheDialect() {
        assertThat(
                        mappings.getHandlerMethods().entrySet().stream()
                                .filter(
                                        mapping ->
                                                mapping.getValue()
                                                                .getBeanType()
                                                                .getPackageName()
                                                                .equals("dev.imprimatur.exchange")
                                                        && !mapping.getValue()
                                                                .hasMethodAnnotation(
                                                                        LimitedPerAddress.class))
                                .flatMap(mapping -> mapping.getKey().getPatternValues().stream()))
                .containsExactlyInAnyOrder(
                        "/.well-known/pytp",
                        "/.well-known/oauth-authorization-server/_",
                        "/_/oidc/audience",
                        "/_/oidc/{index}/audience");
    }

    @Test
    void whatIsRefusedIsNotUsedUp() {
        publishing.publisher();
        TestToken job = publishing.job();
        refused(
                () -> limits.exchangeExceeded("127.0.0.1"),
                () -> publishing.post("/_/oidc/mint-token", "no identity token at all"));

        assertThat(
                        await().until(
                                        () -> publishing.mint(job),
                                        answer -> answer.statusCode() != 429)
                                .statusCode())
                .isEqualTo(200);
    }

    /** One client asks for the audience eleven times in a row, and it costs next to nothing. */
    @Test
    void theAudienceIsNotLimited() {
        try (Greedy _ = new Greedy(() -> limits.exchangeExceeded("127.0.0.1"))) {
            for (int i = 0; i < 50; i++) {
                assertThat(
                                publishing
                                        .client()
                                        .send(publishing.onHost("/_/oidc/audience"))
                                        .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anAccountThatWritesTooMuchIsRefusedAndMayStillRead() {
        ServiceClient account = account("limits-writer");
        String name = name("limits-writer", account);

        HttpResponse<String> refused =
                refused(() -> limits.writeExceeded(name), () -> register("limits-writer", account));

        ProblemFormat.check(refused, 429, "rate-limited");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(account.get("/_/api/v1/providers").statusCode()).isEqualTo(200);
    }

    @Test
    void anAccountThatReadsTooMuchIsRefusedAndMayStillWrite() {
        ServiceClient account = account("limits-reader");
        String name = name("limits-reader", account);

        HttpResponse<String> refused =
                refused(() -> limits.readExceeded(name), () -> account.get("/_/api/v1/events"));

        ProblemFormat.check(refused, 429, "rate-limited");
        assertThat(register("limits-reader", account).statusCode()).isEqualTo(200);
    }

    private ServiceClient account(String name) {
        HttpResponse<String> created =
                publishing
                        .client()
                        .asAdmin()
                        .post(
                                "/_/api/v1/api-tokens",
                                "{\"name\": \"%s\", \"scopes\": [\"admin\"]}".formatted(name));
        return publishing
                .client()
                .with("Bearer " + ServiceClient.json(created).path("token").asString());
    }

    private static HttpResponse<String> register(String project, ServiceClient account) {
        return account.put("/_/api/v1/indexes/pypi/projects/" + project, "{}");
    }

    /** How events name the account. */
    private String name(String project, ServiceClient account) {
        assertThat(register(project, account).statusCode()).isEqualTo(201);
        HttpResponse<String> events =
                publishing.client().asAdmin().get("/_/api/v1/events?index=pypi&project=" + project);
        return ServiceClient.json(events).path("items").path(0).path("actor").asString();
    }

    /** Asks until the answer is a 429, while another client of the same name takes all there is. */
    private static HttpResponse<String> refused(
            Supplier<Optional<Duration>> somebodyElse, Callable<HttpResponse<String>> request) {
        try (Greedy _ = new Greedy(somebodyElse)) {
            return await().atMost(Duration.ofSeconds(20))
                    .until(request, answer -> answer.statusCode() == 429);
        }
    }

    private static final class Greedy implements AutoCloseable {

        private final Thread thread;

        Greedy(Supplier<Optional<Duration>> limit) {
            thread =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!Thread.currentThread().isInterrupted()) {
                                            var _ = limit.get();
                                        }
                                    });
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    private double exceeded(String limit) {
        return meters.get("imprimatur.limits.exceeded").tag("limit", limit).counter().count();
    }
}
