package dev.imprimatur.web.page.project;

import static org.assertj.core.api.Assertions.assertThat;

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
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class SettingsPageTests {

    private static final String TRUSTED_ONLY = "form[action$=/trusted-only]";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private Visitors visitors;
    private Publishing publishing;
    private String settings;

    @BeforeEach
    void aProject() {
        visitors = Visitors.of(port, jdbc, tokens);
        publishing = visitors.publishing();
        settings = visitors.path() + "/settings";
    }

    @Test
    void anOwnerHasTheIndexTakeUploadTokensAloneAndStopsThat() {
        Browser owner = visitors.owner();

        Browser.Page on = owner.open(settings).submit(TRUSTED_ONLY);
        Browser.Page ending = on.submit(TRUSTED_ONLY);
        Browser.Page again = ending.submit(TRUSTED_ONLY);

        assertThat(on.first("main .badge").text()).isEqualTo("on");
        assertThat(on.first("[role=status]").text()).startsWith("The index takes uploads");
        assertThat(on.text()).doesNotContain("It was switched off");
        assertThat(ending.first("main .badge").text()).isEqualTo("on");
        assertThat(ending.text()).contains("It was switched off, which takes effect in");
        assertThat(again.text()).doesNotContain("It was switched off");
    }

    @Test
    void whoeverShutsEverythingOutIsTold() {
        String bare = publishing.project("-bare");
        publishing.client().asAdmin().put("/_/api/v1/indexes/pypi/projects/" + bare, "{}");

        Browser.Page page =
                visitors.operator().open(visitors.path() + "-bare/settings").submit(TRUSTED_ONLY);

        assertThat(page.first(".note.wait").text()).contains("nothing can be uploaded");
    }

    @Test
    void aViewerReadsAndAnOwnerDoesNotBlockOrRemove() {
        Browser viewer = visitors.viewer();
        Browser owner = visitors.owner();

        Browser.Page read = viewer.open(settings);
        Browser.Page owned = owner.open(settings);

        assertThat(read.document().select("main form")).isEmpty();
        assertThat(owned.document().select("main form")).hasSize(1);
        Map<String, String> form = owned.members("form[action=/_/sign-out]");
        form.put("reason", "mine");
        for (String what : List.of("/block", "/unblock", "/remove")) {
            assertThat(owner.post(settings + what, form).statusCode()).as(what).isEqualTo(403);
        }
        assertThat(owner.open(settings + "/remove").status()).isEqualTo(403);
        Map<String, String> viewers = read.members("form[action=/_/sign-out]");
        viewers.put("on", "true");
        assertThat(viewer.post(settings + "/trusted-only", viewers).statusCode()).isEqualTo(403);
    }

    @Test
    void anAdministratorBlocksWithAReasonAndUnblocks() {
        Browser operator = visitors.operator();
        String form = "form[action$=/block]";

        Browser.Page wrong = operator.open(settings).submit(form, Map.of("reason", "Ärger <b>"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.first("#reason").attr("value")).isEqualTo("Ärger <b>");
        assertThat(wrong.first("#reason-wrong").text()).startsWith("Say why, in plain characters");

        Browser.Page blocked = wrong.submit(form, Map.of("reason", " A leak <b>& more "));
        assertThat(blocked.status()).isEqualTo(200);
        assertThat(blocked.first("main .note.bad").text()).contains("A leak <b>& more");
        assertThat(visitors.viewer().open(visitors.path()).first("main .note.bad").text())
                .isEqualTo("No upload goes ahead: A leak <b>& more");

        Browser.Page free = blocked.submit("form[action$=/unblock]");
        assertThat(free.document().select("main .note.bad")).isEmpty();
        assertThat(publishing.upload(publishing.uploadToken()).statusCode()).isEqualTo(201);
    }

    @Test
    void aReasonThatReadsLikeANoIsAReason() {
        Browser operator = visitors.operator();
        Browser viewer = visitors.viewer();
        for (String reason : List.of("no", "off", "false")) {
            Browser.Page blocked =
                    operator.open(settings)
                            .submit("form[action$=/block]", Map.of("reason", reason));

            assertThat(blocked.first("main .note.bad").text()).endsWith(reason);
            assertThat(viewer.open(visitors.path()).first("main .note.bad").text())
                    .isEqualTo("No upload goes ahead: " + reason);
            assertThat(viewer.open(settings).texts(".states .badge")).hasSize(1);
            assertThat(viewer.open("/_/projects").texts(".badge.bad + small"))
                    .containsExactly(reason);
            blocked.submit("form[action$=/unblock]");
        }
    }

    @Test
    void anAdministratorRemovesAProjectOnceTheySaidSo() {
        Browser operator = visitors.operator();

        Browser.Page ask = operator.open(settings).click("Remove the project");
        assertThat(ask.text())
                .contains("Remove " + publishing.project() + "?", "1 publisher goes with it.");
        Browser.Page gone = ask.submit("main form");

        assertThat(gone.address()).isEqualTo("/_/projects");
        assertThat(gone.first("[role=status]").text())
                .isEqualTo(publishing.project() + " was removed.");
        assertThat(operator.open(visitors.path()).status()).isEqualTo(404);
    }

    @Test
    void whoeverWaitsLetsTheNameGo() {
        String waiting = publishing.project("-waits");
        publishing.register("pypi", waiting, "test-ci", publishing.fields());
        Browser operator = visitors.operator();

        Browser.Page page = operator.open(visitors.path() + "-waits/settings");
        assertThat(page.document().select("form[action$=/block]")).isEmpty();
        Browser.Page gone = page.click("Let the name go").submit("main form");

        assertThat(gone.first("[role=status]").text())
                .isEqualTo("The name " + waiting + " was let go.");
        assertThat(operator.open(visitors.path() + "-waits").status()).isEqualTo(404);
    }

    @Test
    void whoeverLetsSomebodyElsesNameGoReadsWhoseItIs() {
        Account account = visitors.people().account();
        String waiting = publishing.project("-theirs");
        publishing
                .client()
                .with("Bearer " + visitors.people().token(account, Scope.ADMIN))
                .post(
                        "/_/api/v1/indexes/open/projects/%s/publishers".formatted(waiting),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "provider",
                                                "test-ci",
                                                "fields",
                                                publishing.fields())));

        Browser operator = visitors.operator();
        Browser.Page settings = operator.open("/_/projects/open/" + waiting + "/settings");
        Browser.Page ask = settings.click("Let the name go");

        for (Browser.Page page : List.of(settings, ask)) {
            assertThat(page.text()).contains("Waiting: " + account.name());
            assertThat(page.text()).doesNotContainIgnoringCase("you ");
        }
        assertThat(ask.submit("main form").first("[role=status]").text())
                .isEqualTo("The name " + waiting + " was let go.");
    }
}
