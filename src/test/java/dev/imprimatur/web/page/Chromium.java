package dev.imprimatur.web.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser, the Chromium that is installed on the machine; where none is, its tests are
 * skipped. It writes down whatever its console complains about, so that a breach of the content
 * security policy is seen.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Path program) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        // Its sandbox wants a user that is not root.
                                        .setArgs(List.of("--no-sandbox")));
    }

    /** Starts it; skips the test where there is none. */
    public static Chromium start() {
        Optional<Path> program = installed();
        assumeTrue(
                program.isPresent(),
                "No Chromium is installed here, so no page is looked at in a browser");
        return new Chromium(program.orElseThrow());
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A new browser window that nobody has used, in English. */
    public Page window(boolean scripts) {
        BrowserContext context =
                browser.newContext(
                        new NewContextOptions()
                                .setJavaScriptEnabled(scripts)
                                .setLocale("en-GB")
                                .setViewportSize(1280, 900));
        context.setDefaultTimeout(10_000);
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(page.url() + ": " + message.text());
                    }
                });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /**
     * A picture of a whole page, as it is: that of {@link Page#screenshot} takes twice as long, for
     * what it changes on the page before and after.
     */
    static void picture(Page page, Path file) {
        JsonObject wanted = new JsonObject();
        wanted.addProperty("format", "jpeg");
        wanted.addProperty("captureBeyondViewport", true);
        CDPSession session = page.context().newCDPSession(page);
        try {
            JsonObject size =
                    session.send("Page.getLayoutMetrics").getAsJsonObject("cssContentSize");
            size.addProperty("scale", 1);
            wanted.add("clip", size);
            String data = session.send("Page.captureScreenshot", wanted).get("data").getAsString();
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            session.detach();
        }
    }

    /** What the consoles of all windows complained about. */
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
