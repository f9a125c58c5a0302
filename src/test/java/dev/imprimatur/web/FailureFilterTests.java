package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ServiceProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class FailureFilterTests {

    private final FailureFilter filter =
            new FailureFilter(
                    new Problems(
                            new ServiceProperties("https://packages.test"),
                            ApiJson.mapper(),
                            new StaticListableBeanFactory().getBeanProvider(ProblemPage.class)));
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/_/x");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void credentialsThatCannotBeCheckedWithoutTheDatabaseAre503() throws Exception {
        run(
                (in, out) -> {
                    throw new CannotGetJdbcConnectionException(
                            "down", new SQLException("refused", "08001"));
                });

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isNotNull();
        ProblemFormat.check(
                String.valueOf(response.getContentType()), response.getContentAsString());
    }

    @Test
    void whatWasWrittenBeforeIsForgotten() throws Exception {
        run(
                (in, out) -> {
                    out.getWriter().write("half");
                    throw new ServletException(new IllegalStateException("x"));
                });

        assertThat(response.getStatus()).isEqualTo(500);
        ProblemFormat.check(
                String.valueOf(response.getContentType()), response.getContentAsString());
    }

    @Test
    void anAnswerThatIsOnItsWayIsLeftToTheContainer() {
        assertThatThrownBy(
                        () ->
                                run(
                                        (in, out) -> {
                                            out.flushBuffer();
                                            throw new IllegalStateException("x");
                                        }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientThatIsGoneIsNotAnswered() throws Exception {
        run(
                (in, out) -> {
                    throw new IOException("Broken pipe");
                });

        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    private void run(FilterChain chain) throws ServletException, IOException {
        filter.doFilter(request, response, chain);
    }
}
