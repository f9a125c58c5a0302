package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.imprimatur.ServiceTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;

/**
 * Every page in a real browser: whether everybody can use it, as far as a machine can tell, and a
 * picture of it for people to look at, in {@code target/screenshots}.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChromiumTourTests {

    private static final Path PICTURES = Path.of("target", "screenshots");

    private static final String AXE =
            """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                .filter(found => ['serious', 'critical'].includes(found.impact))
                .map(found => found.id + ': ' + found.help + ' at '
                    + found.nodes.map(node => node.target.join(' ')).join(', '))
            """;

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;

    private @Nullable Chromium chromium;
    private Page window;
    private Map<String, String> pages;

    @BeforeAll
    void start() throws IOException {
        chromium = Chromium.start();
        PageTour tour = new PageTour(context, port);
        pages = tour.pages();
        window = windowWithAxe(chromium);
        signIn(Browser.ofOperator(port));
    }

    /** Each page brings it along: handing it over once for each look takes longer. */
    private static Page windowWithAxe(Chromium chromium) throws IOException {
        Page window = chromium.window(true);
        window.context()
                .addInitScript(new ClassPathResource("axe.min.js").getContentAsString(UTF_8));
        return window;
    }

    private void signIn(Browser browser) {
        List<Cookie> cookies = new ArrayList<>();
        browser.cookies()
                .forEach(
                        (name, value) ->
                                cookies.add(
                                        new Cookie(name, value)
                                                .setDomain("localhost")
                                                .setPath("/_/")));
        window.context().addCookies(cookies);
    }

    @AfterAll
    void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @TestFactory
    List<DynamicTest> everybodyCanUseIt() {
        List<DynamicTest> tests = new ArrayList<>();
        pages.forEach(
                (name, path) -> tests.add(DynamicTest.dynamicTest(name, () -> look(name, path))));
        return tests;
    }

    private void look(String name, String path) {
        window.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        window.setViewportSize(1280, 900);
        window.navigate("http://localhost:" + port + path);
        picture(name, "desktop-light");
        List<Object> faults = new ArrayList<>(faults());
        window.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(name, "desktop-dark");
        faults.addAll(faults());
        window.setViewportSize(390, 844);
        picture(name, "phone-dark");
        int tooWide = overflow();
        window.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        picture(name, "phone-light");

        assertThat(faults).isEmpty();
        assertThat(tooWide).as("pixels that a phone would have to scroll sideways").isZero();
    }

    @Test
    void theSignInToo() throws IOException {
        Page stranger = windowWithAxe(Objects.requireNonNull(chromium));
        Page signedIn = window;
        window = stranger;
        try {
            look("sign-in-stranger", "/_/sign-in");
        } finally {
            window = signedIn;
        }
    }

    private List<?> faults() {
        return (List<?>) Objects.requireNonNull(window.evaluate(AXE));
    }

    private int overflow() {
        return (int)
                Objects.requireNonNull(
                        window.evaluate(
                                "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    private void picture(String name, String kind) {
        Chromium.picture(window, PICTURES.resolve(kind).resolve(name + ".jpeg"));
    }
}
