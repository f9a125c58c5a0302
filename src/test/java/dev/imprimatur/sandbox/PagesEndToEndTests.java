package dev.imprimatur.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.imprimatur.web.page.Browser;
import dev.imprimatur.web.page.Chromium;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A maintainer's whole way in a real browser, from the first sign-in to the sign-out. */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the job is a shell script")
class PagesEndToEndTests {

    private static final String JOB =
            """
            . examples/job.sh
            work=$(mktemp -d)
            enter_job refs/tags/v$VERSION
            mint
            make_package "$work" "$VERSION"
            basic=$(printf '__token__:%s' "$upload_token" | base64 | tr -d '\\n')
            call "Authorization: Basic $basic" \\
              --form :action=file_upload --form protocol_version=1 --form metadata_version=2.1 \\
              --form "name=$PROJECT" --form "version=$VERSION" --form filetype=sdist \\
              --form "content=@$work/$package;type=application/gzip" "$IMPRIMATUR_URL/legacy/"
            rm -rf "$work"
            [ "$status" = 200 ] || fail "the upload was refused: $status $body"
            echo "$package was published"
            """;

    private final RunningSandbox sandbox;

    PagesEndToEndTests(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void fromTheFirstPublisherToAnUploadARefusalAndItsCure(boolean scripts) throws Exception {
        String project = scripts ? "journey" : "journey-without-scripts";
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.window(scripts);
            page.navigate(sandbox.url() + "/_/");
            signIn(page, scripts);

            addPublisher(page, project, scripts);
            assertThat(publish(project, "1.0").status()).isZero();
            open(page, project, "/uploads");
            see(page, project.replace('-', '_') + "-1.0.tar.gz");
            see(page, "octo-org/" + project);
            picture(page, scripts, "uploads");

            open(page, project, "");
            link(page, "Edit").click();
            page.getByLabel("Workflow", new Page.GetByLabelOptions().setExact(false))
                    .first()
                    .fill("other.yml");
            button(page, "Save").click();
            see(page, "The publisher was changed");
            assertThat(publish(project, "1.1").told()).contains("invalid-publisher");

            open(page, project, "/refusals");
            see(page, "would still be refused");
            page.locator("ul.refusals a").first().click();
            see(page, "differs");
            picture(page, scripts, "refusal");
            link(page, "Change Workflow to release.yml").click();
            PlaywrightAssertions.assertThat(page.locator("[name='f.workflow']"))
                    .hasValue("release.yml");
            button(page, "Save").click();
            see(page, "The publisher was changed");
            assertThat(publish(project, "1.1").told()).contains("was published");

            open(page, project, "");
            picture(page, scripts, "project");

            open(page, project, "/tokens");
            Locator revoke = page.locator("form[action$='/revoke'] button");
            int before = revoke.count();
            revoke.first().click();
            assertThat(before).isPositive();
            PlaywrightAssertions.assertThat(revoke).hasCount(before - 1);

            button(page, "Sign out").click();
            see(page, "You are signed out");
            page.navigate(sandbox.url() + "/_/projects");
            assertThat(page.url()).contains("/_/sign-in?next=");
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"maya, false", "ada, true"})
    void peopleSignInWithTheIdentityProviderOfTheSandbox(String name, boolean administrator) {
        Browser browser = new Browser(URI.create(sandbox.url()).getPort());

        Browser.Page page = browser.open("/_/account").click("Sign in with Sandbox").click(name);

        assertThat(page.address()).isEqualTo("/_/account");
        assertThat(page.first("form.who span").text()).isEqualTo(name);
        assertThat(page.text()).contains(name + "@sandbox.example");
        assertThat(page.texts("header a").contains("Administration")).isEqualTo(administrator);
        page = page.submit("form[action=/_/sign-out]");
        assertThat(page.text()).contains("You are signed out");
        page = page.click("Sign out of Sandbox, too").click("Back to where you came from");
        assertThat(page.address()).isEqualTo("/_/sign-in");
    }

    private void signIn(Page page, boolean scripts) throws Exception {
        page.navigate(sandbox.url() + "/_/sign-in");
        page.locator("summary").click();
        page.locator("#token").fill(sandbox.adminToken());
        // Who clicks twice means it once; only a script can know that.
        Locator signIn = button(page, "Sign in");
        if (scripts) {
            signIn.dblclick();
        } else {
            signIn.click();
        }
        page.waitForURL(address -> !address.contains("sign-in"));
    }

    /** Chooses the provider, pastes an address, and lets the rest fill itself in. */
    private void addPublisher(Page page, String project, boolean scripts) {
        page.navigate(sandbox.url() + "/_/projects/new");
        page.locator("#index").selectOption("pypi");
        page.locator("#name").fill(project);
        button(page, "Go on").click();
        link(page, "Sandbox CI").click();
        page.locator("#address")
                .fill(
                        sandbox.url()
                                + "/sandbox/ci/octo-org/"
                                + project
                                + "/actions/workflows/release.yml");
        if (scripts) {
            // Leaving the field is enough.
            page.locator("#address").blur();
        } else {
            button(page, "Fill in").click();
        }
        PlaywrightAssertions.assertThat(page.locator("[name='f.owner']")).hasValue("octo-org");
        PlaywrightAssertions.assertThat(page.locator("[name='f.repository']")).hasValue(project);
        PlaywrightAssertions.assertThat(page.locator("[name='f.workflow']"))
                .hasValue("release.yml");
        see(page, "Without an environment");
        picture(page, scripts, "publisher");
        button(page, "Add publisher").click();
        see(page, "The publisher was added");
    }

    private RunningSandbox.Result publish(String project, String version) throws Exception {
        return sandbox.call(
                Map.of(
                        "PROJECT", project,
                        "REPOSITORY", "octo-org/" + project,
                        "VERSION", version),
                "sh",
                "-c",
                JOB);
    }

    private void open(Page page, String project, String rest) {
        page.navigate(sandbox.url() + "/_/projects/pypi/" + project + rest);
    }

    /** For people to look at; those of the documentation are made here. */
    private static void picture(Page page, boolean scripts, String name) {
        if (scripts) {
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "screenshots", "journey", name + ".png")));
        }
    }

    private static void see(Page page, String text) {
        PlaywrightAssertions.assertThat(page.locator("main")).containsText(text);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    private static Locator link(Page page, String name) {
        Locator links = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
        return links.or(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)))
                .first();
    }
}
