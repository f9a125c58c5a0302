package dev.imprimatur.web.page.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class EditPublisherTests {

    private static final String FORM = "#publisher";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Publishing publishing;
    private People people;
    private Browser owner;
    private String id;

    @BeforeEach
    void aPublisher() {
        publishing = new Publishing(port);
        people = new People(port, jdbc, tokens);
        id = publishing.publisher();
        Account account = people.account("owner", "pypi", publishing.normalized());
        owner = Browser.signedIn(port, people.token(account, Scope.ADMIN));
    }

    @Test
    void anEditIsCheckedThenSaved() {
        Map<String, String> edit = Map.of("f.environment", "release", "do", "check");
        Browser.Page checked = owner.open(at("edit")).submit(FORM, edit);
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.texts("article[role=status] dd")).contains("release");
        assertThat(checked.text()).contains("It says nothing here now.");
        assertThat(owner.open(at("edit")).members(FORM)).containsEntry("f.environment", "");

        Browser.Page saved = checked.submit(FORM);
        assertThat(saved.address()).isEqualTo(project());
        assertThat(saved.first(".note.good").text()).startsWith("The publisher was changed.");
        assertThat(owner.open(at("edit")).members(FORM)).containsEntry("f.environment", "release");

        Browser.Page same = owner.open(at("edit")).submit(FORM);
        assertThat(same.first(".note.good").text()).startsWith("Nothing was changed");
    }

    @Test
    void whatIsWrongStandsBesideItsField() {
        Browser.Page page =
                owner.open(at("edit")).submit(FORM, Map.of("f.workflow", "<b>/x", "f.owner", ""));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("#field-workflow-error").text())
                .startsWith("Workflow must look like");
        assertThat(page.first("#field-workflow").attr("value")).isEqualTo("<b>/x");
        assertThat(page.first("#field-workflow-other").text())
                .isEqualTo("What it says now: release.yml");
        assertThat(page.first("#field-owner-error").text()).isEqualTo("Owner is missing");
    }

    @Test
    void whoeverComesLateSeesWhatItSaysNowBesideWhatTheyWrote() {
        Browser.Page late = owner.open(at("edit"));
        owner.open(at("edit")).submit(FORM, Map.of("f.environment", "first"));

        Browser.Page page = late.submit(FORM, Map.of("f.environment", "second"));

        assertThat(page.status()).isEqualTo(409);
        assertThat(page.first(".note.wait").text()).startsWith("Somebody edited this publisher");
        assertThat(page.first("#field-environment").attr("value")).isEqualTo("first");
        assertThat(page.first("#field-environment-other").text()).isEqualTo("You wrote: second");
        assertThat(page.submit(FORM, Map.of("f.environment", "second")).address())
                .isEqualTo(project());
        assertThat(owner.open(at("edit")).members(FORM)).containsEntry("f.environment", "second");
    }

    @Test
    void anotherOneThatSaysTheSameIsLinked() {
        publishing.publisher(publishing.project(), Map.of("workflow", "other.yml"));

        Browser.Page page = owner.open(at("edit")).submit(FORM, Map.of("f.workflow", "other.yml"));

        assertThat(page.status()).isEqualTo(409);
        assertThat(page.click("Open it").members(FORM)).containsEntry("f.workflow", "other.yml");
    }

    @Test
    void aLinkProposesOneFieldAndSavesNothing() {
        Browser.Page page = owner.open(at("edit") + "?field=workflow&value=%3Cb%3Enew.yml");

        assertThat(page.first("#field-workflow").attr("value")).isEqualTo("<b>new.yml");
        assertThat(page.first("#field-workflow-other").text())
                .contains(
                        "Filled in by the link that you followed", "What it says now: release.yml");
        assertThat(page.members(FORM)).containsEntry("f.owner", publishing.owner());
        assertThat(owner.open(at("edit")).members(FORM)).containsEntry("f.workflow", "release.yml");
        for (String odd :
                List.of(
                        "?field=none&value=x",
                        "?value=x",
                        "?field=workflow&value=" + "x".repeat(3000))) {
            assertThat(owner.open(at("edit") + odd).members(FORM))
                    .containsEntry("f.workflow", "release.yml");
        }
    }

    @Test
    void aLinkProposesNobodyElse() {
        for (String field : List.of("owner", "repository")) {
            Browser.Page page = owner.open(at("edit") + "?field=" + field + "&value=evil");

            assertThat(page.members(FORM))
                    .containsEntry("f.owner", publishing.owner())
                    .doesNotContainValue("evil");
            assertThat(page.text()).doesNotContain("evil", "Filled in by the link");
        }
    }

    @Test
    void itIsSwitchedOffAndOn() {
        Browser.Page off = owner.open(at("edit")).submit("#switch", Map.of("enabled", "false"));
        assertThat(off.address()).isEqualTo(project());
        assertThat(off.first(".note.good").text()).startsWith("The publisher is switched off.");

        Browser.Page page = owner.open(at("edit"));
        assertThat(page.texts(".badge")).contains("switched off");
        Browser.Page on = page.submit("#switch", Map.of("enabled", "true"));
        assertThat(on.first(".note.good").text()).isEqualTo("The publisher is switched on.");
    }

    @Test
    void itIsRemovedOnceSomebodySaysYes() {
        Browser.Page stale = owner.open(at("remove"));
        assertThat(stale.texts("dd")).contains("release.yml");
        owner.open(at("edit")).submit(FORM, Map.of("f.environment", "release"));
        Browser.Page asked = stale.submit("#remove");
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.texts("dd")).contains("release");

        Browser.Page removed = asked.submit("#remove");

        assertThat(removed.address()).isEqualTo(project());
        assertThat(removed.first(".note.good").text()).isEqualTo("The publisher was removed.");
        assertThat(owner.open(at("edit")).status()).isEqualTo(404);
        assertThat(owner.open(at("remove")).status()).isEqualTo(404);
    }

    @Test
    void whoMayNotEditGetsNoForm() {
        Account viewer = people.account("viewer", "pypi", publishing.normalized());
        Browser reader = Browser.signedIn(port, people.token(viewer, Scope.ADMIN));
        Browser stranger = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
        Map<String, String> form = owner.open(at("edit")).members(FORM);

        for (String what : List.of("edit", "remove")) {
            assertThat(reader.open(at(what)).status()).as(what).isEqualTo(403);
            assertThat(stranger.open(at(what)).status()).as(what).isEqualTo(404);
        }
        form.put("enabled", "false");
        form.put("_csrf", stranger.open("/_/projects").first("input[name=_csrf]").attr("value"));
        for (String what : List.of("edit", "switch", "remove")) {
            assertThat(stranger.post(at(what), form).statusCode()).as(what).isEqualTo(404);
        }
        assertThat(owner.open(at("edit").replace(id, "999999999")).status()).isEqualTo(404);
        assertThat(owner.open(at("edit").replace("/" + id + "/", "/x/")).status()).isIn(400, 404);
    }

    private String project() {
        return "/_/projects/pypi/" + publishing.normalized();
    }

    private String at(String what) {
        return "%s/publishers/%s/%s".formatted(project(), id, what);
    }
}
