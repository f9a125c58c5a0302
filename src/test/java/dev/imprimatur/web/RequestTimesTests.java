package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

class RequestTimesTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(meters);

    private void send(String method, @Nullable String pattern, FilterChain chain)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/x");
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
        times.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private static FilterChain answering(int status) {
        return (request, response) -> ((HttpServletResponse) response).setStatus(status);
    }

    private List<String> timed() {
        return meters.getMeters().stream()
                .map(Meter::getId)
                .map(
                        id -> {
                            TreeMap<String, String> labels = new TreeMap<>();
                            id.getTags().forEach(tag -> labels.put(tag.getKey(), tag.getValue()));
                            return id.getName() + labels;
                        })
                .sorted()
                .toList();
    }

    @Test
    void requestsAreTimedByWhatTheyAskedForAndHowTheyWereAnswered()
            throws ServletException, IOException {
        send("POST", "/_/oidc/mint-token", answering(200));
        send("POST", "/_/oidc/mint-token", answering(200));
        send("GET", "/_/projects/{index}/{name}", answering(422));

        assertThat(timed())
                .containsExactly(
                        "http.server.requests{method=GET, outcome=CLIENT_ERROR, status=422,"
                                + " uri=/_/projects/{index}/{name}}",
                        "http.server.requests{method=POST, outcome=SUCCESS, status=200,"
                                + " uri=/_/oidc/mint-token}");
        assertThat(meters.get("http.server.requests").tag("method", "POST").timer().count())
                .isEqualTo(2);
    }

    @Test
    void nothingThatAStrangerSendsMakesATimeSeries() throws ServletException, IOException {
        for (int i = 0; i < 100; i++) {
            send("METHOD" + i, null, answering(404));
            send("GET", null, answering(302));
            send("GET", null, answering(429));
        }

        assertThat(timed())
                .containsExactly(
                        "http.server.requests{method=GET, outcome=CLIENT_ERROR, status=429,"
                                + " uri=UNKNOWN}",
                        "http.server.requests{method=GET, outcome=REDIRECTION, status=302,"
                                + " uri=REDIRECTION}",
                        "http.server.requests{method=UNKNOWN, outcome=CLIENT_ERROR, status=404,"
                                + " uri=NOT_FOUND}");
    }

    @Test
    void whatFailsIsTimedAsTheContainerWillAnswerIt() {
        assertThatThrownBy(
                        () ->
                                send(
                                        "GET",
                                        "/error",
                                        (request, response) -> {
                                            throw new IOException("gone");
                                        }))
                .isInstanceOf(IOException.class);

        assertThat(timed())
                .containsExactly(
                        "http.server.requests{method=GET, outcome=SERVER_ERROR, status=500,"
                                + " uri=/error}");
    }
}
