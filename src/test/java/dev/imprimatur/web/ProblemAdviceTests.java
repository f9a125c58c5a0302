package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.imprimatur.ServiceProperties;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class ProblemAdviceTests {

    private final Faulty controller = new Faulty();
    private final MockMvc mvc =
            MockMvcBuilders.standaloneSetup(controller)
                    .setControllerAdvice(
                            new ProblemAdvice(
                                    new Problems(
                                            new ServiceProperties("https://packages.test"),
                                            ApiJson.mapper(),
                                            new StaticListableBeanFactory()
                                                    .getBeanProvider(ProblemPage.class))))
                    .build();

    @Test
    void everythingThatAClientCanCauseHasItsCode() throws Exception {
        check(get("/nothing"), 404, "not-found");
        check(post("/json"), 405, "method-not-allowed");
        check(get("/json").accept("application/xml"), 406, "not-acceptable");
        check(post("/body").contentType("text/plain").content("x"), 415, "unsupported-media-type");
        check(json("{"), 400, "bad-request");
        check(json(""), 400, "bad-request");
        check(json("[]"), 400, "bad-request");
        check(get("/number"), 400, "bad-request");
        check(get("/number?n=x"), 400, "bad-request");
        check(get("/thing/x"), 404, "not-found");
        check(multipart("/body"), 415, "unsupported-media-type");
    }

    @Test
    void aMethodThatIsNotServedComesWithThoseThatAre() throws Exception {
        assertThat(mvc.perform(post("/json")).andReturn().getResponse().getHeader("Allow"))
                .isEqualTo("GET");
    }

    @Test
    void nothingThatWasSubmittedComesBack() throws Exception {
        for (RequestBuilder request :
                new RequestBuilder[] {
                    json("{\"evil\": \"::set-env\"}"),
                    json("{\"evil\": 1, \"evil\": 2}"),
                    get("/number?n=evil"),
                    get("/thing/evil"),
                    get("/evil"),
                    post("/body").contentType("evil/evil").content("evil")
                }) {
            assertThat(mvc.perform(request).andReturn().getResponse().getContentAsString())
                    .doesNotContain("evil")
                    .doesNotContain("set-env");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08001", "53300", "57014", "57P01", "25006", "25P02", "55P03", "40001",
                "40P01"
            })
    void aDatabaseThatCannotBeHadIs503(String state) throws Exception {
        SQLException cause = new SQLException("secret detail", state);
        for (RuntimeException thrown :
                new RuntimeException[] {
                    new JpaSystemException(new RuntimeException("x", cause)),
                    new UncategorizedSQLException("task", "SELECT 1", cause),
                    new TransactionSystemException("commit", cause)
                }) {
            unavailable(thrown);
        }
    }

    @Test
    void aConnectionOrTransactionThatCannotBeHadIs503() throws Exception {
        unavailable(
                new CannotGetJdbcConnectionException(
                        "pool", new SQLTransientConnectionException("exhausted")));
        unavailable(new CannotCreateTransactionException("none"));
        unavailable(new TransactionTimedOutException("late"));
        unavailable(new QueryTimeoutException("late"));
        unavailable(new CannotAcquireLockException("locked"));
        unavailable(
                new CannotGetJdbcConnectionException(
                        "gone", new SQLException("Connection reset by peer", "08006")));
    }

    @Test
    void aConnectionThatIsLostBeforeItsTransactionIsRolledBackIs503() throws Exception {
        unavailable(
                new JpaSystemException(
                        new RuntimeException(
                                "Unable to rollback against JDBC Connection",
                                // As the pool says it, without a state.
                                new SQLException("Connection is closed"))));
    }

    @Test
    void aViolatedConstraintIsOurFaultAndNot503() throws Exception {
        controller.fault.set(
                new DuplicateKeyException("unique", new SQLException("Key (a)=(b)", "23505")));

        check(get("/fault"), 500, "internal-error");
    }

    @Test
    void textThatTheDatabaseRefusesIsTheRequestsFault() throws Exception {
        controller.fault.set(
                new DataIntegrityViolationException("x", new SQLException("0x00", "22021")));

        check(get("/fault"), 422, "invalid-request");
    }

    @Test
    void whatNobodyExpectedIsLoggedOnceAndNotTold(CapturedOutput output) throws Exception {
        controller.fault.set(new IllegalStateException("the reason within"));

        assertThat(check(get("/fault"), 500, "internal-error").toString())
                .doesNotContain("reason within");
        assertThat(output.getAll().split("the reason within", -1)).hasSize(2);
    }

    @Test
    void aParameterThatTheContainerCannotReadIsTheRequestsFault() throws Exception {
        controller.fault.set(new InvalidParameterException("bad", 400));
        check(get("/fault"), 400, "bad-request");
        controller.fault.set(new InvalidParameterException("long", 413));
        check(get("/fault"), 413, "content-too-large");
    }

    @Test
    void aClientThatIsGoneIsNotAnsweredAndNotLogged(CapturedOutput output) throws Exception {
        controller.fault.set(new ClientAbortException(new java.io.IOException("Broken pipe")));

        assertThat(mvc.perform(get("/fault")).andReturn().getResponse().getContentAsString())
                .isEmpty();
        assertThat(output.getAll()).doesNotContain("Broken pipe");
    }

    private void unavailable(Exception thrown) throws Exception {
        controller.fault.set(thrown);
        check(get("/fault"), 503, "unavailable");
        HttpServletResponse answer = mvc.perform(get("/fault")).andReturn().getResponse();
        assertThat(answer.getHeader("Retry-After")).matches("[1-9][0-9]*");
    }

    private JsonNode check(RequestBuilder request, int status, String code) throws Exception {
        MockHttpServletResponse answer = mvc.perform(request).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        JsonNode problem =
                ProblemFormat.check(
                        String.valueOf(answer.getContentType()), answer.getContentAsString());
        assertThat(problem.at("/errors/0/code").stringValue()).isEqualTo(code);
        return problem;
    }

    private static RequestBuilder json(String body) {
        return post("/body").contentType(MediaType.APPLICATION_JSON).content(body);
    }

    record Body(String name) {}

    @RestController
    static class Faulty {

        final AtomicReference<Exception> fault = new AtomicReference<>();

        @GetMapping(path = "/json", produces = "application/json")
        Map<String, String> json() {
            return Map.of();
        }

        @PostMapping(path = "/body", consumes = "application/json")
        String body(@RequestBody Body body) {
            return body.name();
        }

        @GetMapping("/number")
        String number(@RequestParam int n) {
            return "" + n;
        }

        @GetMapping("/thing/{id}")
        String thing(@PathVariable long id) {
            return "" + id;
        }

        @GetMapping("/fault")
        String fault() throws Exception {
            throw fault.get();
        }
    }
}
