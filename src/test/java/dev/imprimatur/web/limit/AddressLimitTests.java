package dev.imprimatur.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.catalina.Globals;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

@ExtendWith(OutputCaptureExtension.class)
class AddressLimitTests {

    private static final String WARNING = "imprimatur.limits.exchanges-per-address refuses";

    private final AddressLimit limit =
            new AddressLimit(
                    new RateLimits(
                            new LimitsProperties(1, 0, 0, 0, 1000),
                            new TestClock(),
                            new SimpleMeterRegistry()));
    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @BeforeEach
    void oneExchangeWasThere() throws NoSuchMethodException {
        request.setRemoteAddr("192.0.2.1");
        pass("exchange");
    }

    private boolean pass(String method) throws NoSuchMethodException {
        return limit.preHandle(
                request,
                new MockHttpServletResponse(),
                new HandlerMethod(this, getClass().getDeclaredMethod(method)));
    }

    @LimitedPerAddress
    void exchange() {}

    void somethingElse() {}

    @Test
    void theNextOneIsRefusedAndOtherRequestsAreNot() throws NoSuchMethodException {
        assertThatThrownBy(() -> pass("exchange"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().retryAfter()).hasSeconds(60));
        assertThat(pass("somethingElse")).isTrue();
        assertThat(limit.preHandle(request, new MockHttpServletResponse(), new Object())).isTrue();
        request.setRemoteAddr("192.0.2.2");
        assertThat(pass("exchange")).isTrue();
    }

    @Test
    void whoeverSignsInIsToldSoInTheirWordsAndAJobInIts() {
        request.setRequestURI("/_/sign-in");
        assertThatThrownBy(() -> pass("exchange")).satisfies(told("sign-ins", "identity token"));

        request.setRequestURI("/_/oidc/mint-token");
        assertThatThrownBy(() -> pass("exchange")).satisfies(told("identity token", "sign-ins"));
    }

    private static ThrowingConsumer<Throwable> told(String something, String nothing) {
        return refused ->
                assertThat(((ProblemException) refused).problem().detail())
                        .contains(something)
                        .doesNotContain(nothing);
    }

    @Test
    void aProxyThatNobodyNamedIsToldOfOnce(CapturedOutput output) {
        request.addHeader("X-Forwarded-For", "203.0.113.7\n2026 ERROR forged");

        assertThatThrownBy(() -> pass("exchange")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> pass("exchange")).isInstanceOf(ProblemException.class);

        assertThat(output.getOut()).containsOnlyOnce(WARNING).contains("192.0.2.1");
        assertThat(output.getOut()).doesNotContain("203.0.113.7");
    }

    @Test
    void oneThatIsNamedIsNotToldOf(CapturedOutput output) {
        request.addHeader("X-Forwarded-For", "203.0.113.7");
        request.setAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE, true);

        assertThatThrownBy(() -> pass("exchange")).isInstanceOf(ProblemException.class);

        assertThat(output.getOut()).doesNotContain(WARNING);
    }

    @Test
    void aClientWithoutAProxyIsNotToldOf(CapturedOutput output) {
        assertThatThrownBy(() -> pass("exchange")).isInstanceOf(ProblemException.class);

        assertThat(output.getOut()).doesNotContain(WARNING);
    }
}
