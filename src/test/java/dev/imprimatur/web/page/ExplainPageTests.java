package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.RawHttp;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What somebody is told of a job that they paste into a page. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class ExplainPageTests {

    private static final String FORM = "form[action$=explain]";

    private static final List<String> LOGGERS =
            List.of(
                    "dev.imprimatur",
                    "org.springframework.web",
                    "org.springframework.security",
                    "org.apache.coyote",
                    "org.apache.tomcat");

    @LocalServerPort private int port;
    @Autowired private LoggingSystem logging;
    private Publishing publishing;
    private Browser browser;

    @BeforeEach
    void aProject() {
        publishing = new Publishing(port);
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        browser = Browser.ofOperator(port);
    }

    @Test
    @DisplayName("Hazard 28: an identity token that is shown is looked at and forgotten")
    void aTokenIsExplainedAndComesBackNowhere(CapturedOutput output) {
        TestToken job = publishing.job().claim("environment", "x");
        String signature = job.text().substring(job.text().lastIndexOf('.') + 1);
        Map<String, String> form = browser.open(address()).members(FORM);
        List<HttpResponse<String>> answers;
        RawHttp.Answer unreadable;

        LOGGERS.forEach(logger -> logging.setLogLevel(logger, LogLevel.DEBUG));
        try {
            answers =
                    List.of(
                            sent(form, "job", job.text()),
                            // As a terminal breaks it.
                            sent(form, "job", job.text().replaceAll("(.{80})", "$1\n")),
                            sent(form, "job", job.text() + "x"),
                            sent(form, "job", job.text() + ".x"),
                            sent(form, "provider", job.text()));
            unreadable = raw(body(form) + "&job=%zz" + job.text(), false);
        } finally {
            LOGGERS.forEach(logger -> logging.setLogLevel(logger, quiet(logger)));
        }

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactly(200, 200, 422, 422, 422);
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.body()).doesNotContain(signature);
        assertThat(answers.getFirst().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answers.subList(0, 2))
                .allSatisfy(
                        answer ->
                                assertThat(answer.body())
                                        .contains("This job would get an upload token."));
        assertThat(answers).noneMatch(answer -> answer.body().contains(signature));
        assertThat(output.getAll()).doesNotContain(signature);
        // Neither used up nor recorded.
        assertThat(publishing.events()).hasSize(2);
        Publishing.tokenOf(publishing.mint(job));
    }

    @Test
    void claimsSayThemselvesWhoseTheyAre() {
        Browser.Page page = ask(publishing.job().payloadText(), "second-ci");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("A job with these claims would be refused.")
                .contains("Environment is \"release\", and the publisher expects \"x\".");
        assertThat(page.texts(".comparison a[role=button]"))
                .containsExactly("Change Environment to release");
        assertThat(page.first("#job").text()).isEmpty();
        assertThat(page.first("#provider option[selected]").attr("value")).isEqualTo("second-ci");
    }

    @Test
    void claimsThatDoNotSaySoAreOfTheProviderThatIsChosen() {
        String claims = publishing.job().withoutClaim("iss").payloadText();

        Browser.Page undecided = ask(claims, "");
        Browser.Page chosen = ask(claims, "test-ci");

        assertThat(undecided.status()).isEqualTo(422);
        assertThat(undecided.texts("#provider-wrong")).singleElement().asString().contains("iss");
        assertThat(undecided.first("#provider").attr("aria-invalid")).isEqualTo("true");
        assertThat(ask(claims, "<b>").texts("#provider-wrong")).hasSize(1);
        assertThat(chosen.texts(".comparison h3")).singleElement().asString().contains("GitHub");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                | Paste an identity token
                    some text         | neither an identity token
                    a.b.c             | This is no identity token: it must be a JWT
                    {                 | one JSON object
                    {"a":1,"a":2}     | one JSON object
                    {"a":"\\u0000"}   | one JSON object
                    {"a":"\\ud800"}   | one JSON object
                    {} x              | one JSON object
                    """)
    @DisplayName("Hazard 25: whatever is pasted, it is no fault of ours")
    void whatIsNeitherIsSaidBesideTheBox(String pasted, String said) {
        Browser.Page page = ask(pasted, "test-ci");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("#job-wrong").text()).contains(said);
        assertThat(page.first("#job").attr("aria-describedby")).startsWith("job-wrong ");
    }

    @Test
    @DisplayName("Hazard 16: nothing is explained of what nobody is known to have signed")
    void aTokenThatNobodySignedIsRefusedAndAnOutageIsCalledOne() {
        Browser.Page forged = ask(publishing.job().signedWith(TestKeys.rsa()).text(), "");
        Browser.Page outage = ask(publishing.job(TestProviders.GONE).text(), "");

        assertThat(forged.status()).isEqualTo(422);
        assertThat(forged.first("#job-wrong").text()).contains("header, key or signature is wrong");
        assertThat(forged.document().select(".comparison")).isEmpty();
        assertThat(outage.status()).isEqualTo(503);
        assertThat(outage.answer().headers().firstValue("Retry-After")).isPresent();
        assertThat(outage.first("#job-wrong").text()).contains("cannot be had now");
    }

    @Test
    void markupInClaimsIsText() {
        String markup = "<script>alert(1)</script>'\"<img src=x>";

        Browser.Page page =
                ask(publishing.job().claim("environment", markup).payloadText(), "test-ci");

        assertThat(page.document().select("main script, main img")).isEmpty();
        assertThat(page.text()).contains(markup);
    }

    @Test
    @DisplayName("Hazard 26: what is too large is refused, and the answer is a page")
    void moreThanFitsIsRefused() {
        Map<String, String> form = browser.open(address()).members(FORM);

        HttpResponse<String> answer = sent(form, "job", "x".repeat(70_000));
        RawHttp.Answer chunked = raw(body(form) + "&job=" + "x".repeat(70_000), true);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("<h1>The request is too large</h1>");
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.header("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(chunked.body()).contains("The request is too large").doesNotContain("xxxx");
    }

    private String address() {
        return "/_/projects/pypi/%s/refusals/explain".formatted(publishing.normalized());
    }

    private Browser.Page ask(String job, String provider) {
        return browser.open(address()).submit(FORM, Map.of("job", job, "provider", provider));
    }

    private HttpResponse<String> sent(Map<String, String> form, String member, String value) {
        Map<String, String> members = new HashMap<>(form);
        members.put(member, value);
        return browser.post(address(), members);
    }

    private static String body(Map<String, String> form) {
        return "_csrf=" + URLEncoder.encode(form.getOrDefault("_csrf", ""), UTF_8);
    }

    /** Sends a form that no browser would. */
    private RawHttp.Answer raw(String body, boolean chunked) {
        String cookies =
                browser.cookies().entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
        return RawHttp.send(
                port,
                "POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\nCookie: %s\r\n%s"
                        .formatted(
                                address(),
                                cookies,
                                chunked
                                        ? "Transfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n0\r\n\r\n"
                                                .formatted(Integer.toHexString(body.length()), body)
                                        : "Content-Length: %d\r\n\r\n%s"
                                                .formatted(body.length(), body)));
    }

    /** As logback-test.xml has it. */
    private static @Nullable LogLevel quiet(String logger) {
        return logger.equals("dev.imprimatur") ? LogLevel.INFO : null;
    }
}
