package dev.imprimatur.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CappedRequestTests {

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void aBodyThatComesInTimeIsRead() throws IOException {
        nanoTime.set(Long.MAX_VALUE - 5);
        var stream = request("abc").getInputStream();

        nanoTime.addAndGet(CappedRequest.LONGEST.toNanos());

        assertThat(stream.readAllBytes()).isEqualTo("abc".getBytes(US_ASCII));
    }

    @Test
    void aBodyThatComesTooSlowlyIsNotReadToItsEnd() throws IOException {
        var stream = request("abc").getInputStream();
        assertThat(stream.read()).isEqualTo('a');

        nanoTime.addAndGet(CappedRequest.LONGEST.toNanos() + 1);

        assertThatExceptionOfType(RefusedBodyException.class)
                .isThrownBy(stream::read)
                .satisfies(e -> assertThat(Failures.problem(e).status()).isEqualTo(408));
    }

    @Test
    void aBodyBeyondTheCapIsNotReadToItsEnd() throws IOException {
        var stream = request("abcd").getInputStream();

        assertThatExceptionOfType(RefusedBodyException.class)
                .isThrownBy(stream::readAllBytes)
                .satisfies(e -> assertThat(Failures.problem(e).status()).isEqualTo(413));
    }

    private CappedRequest request(String body) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(body.getBytes(US_ASCII));
        return new CappedRequest(request, 3, nanoTime::get);
    }
}
