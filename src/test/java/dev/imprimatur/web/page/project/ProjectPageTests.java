package dev.imprimatur.web.page.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.web.page.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class ProjectPageTests {

    private static final String MARKUP = "<script>alert(1)</script>";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private Visitors visitors;
    private Publishing publishing;

    @BeforeEach
    void aProject() {
        visitors = Visitors.of(port, jdbc, tokens);
        publishing = visitors.publishing();
    }

    @Test
    void aStrangerSeesNoneOfThePages() {
        Browser stranger = visitors.stranger();

        for (String page :
                List.of(
                        "",
                        "/uploads",
                        "/tokens",
                        "/members",
                        "/members/leave",
                        "/events",
                        "/settings",
                        "/settings/remove")) {
            assertThat(stranger.open(visitors.path() + page).status()).as(page).isEqualTo(404);
        }
    }

    @Test
    void anOwnerSeesEachPublisherAndWhatToDoWithIt() {
        Browser.Page page = visitors.owner().open(visitors.path());

        assertThat(page.texts("article"))
                .singleElement()
                .asString()
                .contains(
                        publishing.owner(),
                        "release.yml",
                        "not bound yet",
                        "Its first use will bind it",
                        "Used never",
                        "by API token",
                        "No environment is set");
        assertThat(page.texts("article .actions > a, article .actions button"))
                .containsExactly("Edit", "Switch off", "Remove");
        assertThat(page.text())
                .contains("Add a publisher", "No exchange and no refusal in the last 90 days.");
        assertThat(page.document().select("[style]")).isEmpty();
    }

    @Test
    void aViewerChangesNothing() {
        Browser.Page page = visitors.viewer().open(visitors.path());

        assertThat(page.texts("article")).hasSize(1);
        assertThat(page.document().select("main form, main a[role=button]")).isEmpty();
    }

    @Test
    void aProjectWithoutPublishersSaysWhatToDo() {
        String bare = publishing.project("-bare");
        publishing.client().asAdmin().put("/_/api/v1/indexes/pypi/projects/" + bare, "{}");

        Browser.Page page = visitors.operator().open(visitors.path() + "-bare");

        assertThat(page.text())
                .contains("Nothing may publish this project yet", "Its jobs then need no secret");
    }

    @Test
    void activityIsDrawnAndSaidInWords() {
        publishing.uploadToken();
        publishing.uploadToken();
        publishing.mint(
                publishing
                        .job()
                        .claim(
                                "workflow_ref",
                                publishing.owner()
                                        + "/repo/.github/workflows/other.yml@refs/tags/v1.0"));

        Browser.Page page = visitors.owner().open(visitors.path());

        String total = "2 exchanges, 1 refused exchange and no refused uploads in the last 90 days";
        assertThat(page.first("svg[role=img] > desc").text()).startsWith(total);
        assertThat(page.document().select("svg rect.exchanges, svg rect.refusals")).hasSize(2);
        assertThat(page.texts("svg g > title"))
                .singleElement()
                .asString()
                .endsWith(": 2 exchanges, 1 refusal");
        assertThat(page.texts("details tbody td")).containsExactly("2", "1", "0");
        assertThat(visitors.owner().in("de").open(visitors.path()).text())
                .contains("2 Tausche, 1 abgelehnter Tausch und kein abgelehnter Upload");
    }

    @Test
    void aProjectThatWaitsSaysForWhatAndUntilWhen() {
        String waiting = publishing.project("-waits");
        publishing.register("pypi", waiting, "test-ci", publishing.fields());

        Browser.Page page = visitors.operator().open(visitors.path() + "-waits");

        assertThat(page.first(".note.wait").text())
                .startsWith("This project waits for its first upload. Waiting: API token")
                .contains("The wait ends in", "the first upload wins");
    }

    @Test
    void uploadsAreShownWithAllThatIsRecorded() {
        publishing.upload(publishing.uploadToken(publishing.job().claim("actor", MARKUP)));
        publishing.upload(publishing.uploadToken(), publishing.project(), "2.0");

        Browser browser = visitors.viewer();
        Browser.Page page = browser.open(visitors.path() + "/uploads");
        Browser.Page first = browser.open(visitors.path() + "/uploads?limit=1");

        assertThat(page.texts("tbody th"))
                .satisfiesExactly(
                        newest -> assertThat(newest).contains("version 2.0"),
                        oldest ->
                                assertThat(oldest)
                                        .contains(
                                                "sample-1.0.tar.gz",
                                                "version 1.0",
                                                "abababababab…"));
        assertThat(page.text()).contains(MARKUP, "ab".repeat(32), publishing.owner() + "/repo");
        assertThat(page.document().select("main script")).isEmpty();
        assertThat(first.click("More").texts("tbody th"))
                .singleElement()
                .asString()
                .contains("version 1.0");
    }

    @Test
    void uploadsOfWhoeverHadTheNameBeforeAreNotShown() {
        publishing.upload(publishing.uploadToken());
        publishing
                .client()
                .asAdmin()
                .delete("/_/api/v1/indexes/pypi/projects/" + publishing.project());
        publishing.publisher();

        assertThat(visitors.owner().open(visitors.path() + "/uploads").text())
                .contains("Nothing was uploaded yet");
        assertThat(visitors.operator().open(visitors.path() + "/uploads").texts("tbody th"))
                .hasSize(1);
    }

    @Test
    void aLiveTokenIsShownAndRevoked() {
        String token = publishing.uploadToken(publishing.job().claim("actor", MARKUP));
        Browser owner = visitors.owner();

        Browser.Page page = owner.open(visitors.path() + "/tokens");
        Browser.Page seen = visitors.viewer().open(visitors.path() + "/tokens");

        assertThat(page.answer().body()).doesNotContain(token);
        assertThat(page.text()).contains("given just now", "ends in", MARKUP);
        assertThat(seen.texts("tbody tr")).hasSize(1);
        assertThat(seen.document().select("main form")).isEmpty();

        Browser.Page after = page.submit("form[action$=/revoke]");
        assertThat(after.first("[role=status]").text())
                .isEqualTo("The upload token is not good for this project any more.");
        assertThat(after.text()).contains("No upload token is good for this project");
        assertThat(publishing.introspect(token).path("active").asBoolean()).isFalse();
        assertThat(visitors.viewer().open(visitors.path() + "/tokens/x/revoke").status())
                .isIn(404, 405);
    }

    @Test
    void eventsAreSaidInWords() {
        publishing.uploadToken(publishing.job().claim("actor", MARKUP));
        Browser owner = visitors.owner();

        Browser.Page page = owner.open(visitors.path() + "/events");
        Browser.Page some = page.submit("form.search", Map.of("type", "publisher-added"));
        Browser.Page none = page.submit("form.search", Map.of("type", "project-blocked"));

        assertThat(page.texts(".rows .main > span"))
                .containsExactly(
                        "A job got an upload token",
                        "A trusted publisher was bound to immutable ids",
                        "A trusted publisher was added",
                        "The project was registered");
        assertThat(page.text()).contains(MARKUP, "a CI job (test-ci)");
        assertThat(some.texts(".rows .main > span"))
                .containsExactly("A trusted publisher was added");
        assertThat(some.first("option[selected]").attr("value")).isEqualTo("publisher-added");
        assertThat(none.text()).contains("Nothing of this kind happened");
        assertThat(owner.open(visitors.path() + "/events?type=nothing").status()).isEqualTo(422);
        assertThat(
                        owner.open(visitors.path() + "/events?limit=2")
                                .click("More")
                                .texts(".rows .main > span"))
                .hasSize(2);
    }
}
