package dev.imprimatur.web.page.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claiming a name with its first publisher, and why one cannot be claimed. */
@ServiceTest
class ClaimPageTests {

    private static final String FORM = "#publisher";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Publishing publishing;
    private Browser claimant;

    @BeforeEach
    void somebodyNew() {
        publishing = new Publishing(port);
        People people = new People(port, jdbc, tokens);
        claimant = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
    }

    @Test
    void aNameIsClaimedByItsFirstPublisher() {
        String name = publishing.project("Free");

        Browser.Page page =
                claimant.open("/_/projects/new?index=open&name=" + name).submit("#claim");
        assertThat(page.address()).isEqualTo("/_/projects/open/%s/publishers/new".formatted(name));
        assertThat(page.text()).contains("Nobody publishes as %s here yet.".formatted(name));

        Browser.Page added =
                page.click("GitHub Actions")
                        .submit(FORM, FilledForm.of(publishing, Map.of("provider", "test-ci")));
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.texts("h1")).containsExactly(name);

        Browser.Page real =
                claimant.open("/_/projects/new?index=open&name=" + name).submit("#claim");
        assertThat(real.text()).doesNotContain("Nobody publishes");
    }

    @Test
    void aNameThatCannotBeClaimedIsSaidBesideIt() {
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/open/projects/" + publishing.project(), "{}");

        Browser.Page page = claimant.open("/_/projects/new");
        Map<String, String> sentences = new HashMap<>();
        for (String name : List.of("<b>x", "reserved-x", publishing.project())) {
            Browser.Page told = page.submit("#claim", Map.of("index", "open", "name", name));
            assertThat(told.status()).isEqualTo(422);
            assertThat(told.first("#name").attr("value")).isEqualTo(name);
            sentences.put(name, told.first("#name-error").text());
        }
        assertThat(sentences.get("<b>x")).startsWith("This is no name of a project");
        assertThat(sentences.get("reserved-x")).contains("is reserved");
        assertThat(sentences.get(publishing.project())).startsWith("This name is taken");
        assertThat(
                        page.submit("#claim", Map.of("index", "none", "name", "x"))
                                .texts("#index-error"))
                .hasSize(1);
        assertThat(page.texts("#index option")).doesNotContain("files (generic)");

        // Whoever sends the form is told what the management API would tell them.
        Map<String, String> form =
                claimant.open(
                                "/_/projects/open/%s/publishers/new?provider=test-ci"
                                        .formatted(publishing.project("Late")))
                        .members(FORM);
        form.putAll(FilledForm.of(publishing, Map.of("do", "add")));
        assertThat(
                        claimant.post(
                                        "/_/projects/open/%s/publishers/new"
                                                .formatted(publishing.project()),
                                        form)
                                .statusCode())
                .isEqualTo(409);
    }

    @Test
    void anAccountWithTooManyIsToldSo() {
        String crate = "crate-" + publishing.normalized();
        String form = "/_/projects/crates/%s/publishers/new?provider=test-ci".formatted(crate);
        for (String workflow : List.of("a.yml", "b.yml")) {
            claimant.open(form)
                    .submit(FORM, FilledForm.of(publishing, Map.of("f.workflow", workflow)));
        }

        Browser.Page page = claimant.open(form).submit(FORM, FilledForm.of(publishing, Map.of()));

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.first(".note.bad").text()).contains("An account may have 2 publishers");
    }
}
