package dev.imprimatur.web.page.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
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
class ProjectListPageTests {

    private static final String SEARCH = "form.search";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private Visitors visitors;

    @BeforeEach
    void aProject() {
        visitors = Visitors.of(port, jdbc, tokens);
    }

    @Test
    void aProjectIsShownWithWhatMattersOfIt() {
        visitors.publishing().upload(visitors.publishing().uploadToken());

        Browser.Page page = visitors.owner().open("/_/projects");

        assertThat(page.texts(".rows li"))
                .singleElement()
                .asString()
                .startsWith(visitors.publishing().project() + " pypi")
                .contains("owner", "1 publisher", "last upload just now");
        assertThat(page.click(visitors.publishing().project()).address())
                .isEqualTo(visitors.path());
    }

    @Test
    void whoeverHasNoProjectIsToldHowToGetOne() {
        Browser browser = visitors.stranger();

        assertThat(browser.open("/_/projects").first("#list").text())
                .contains("no project that you may see", "Claim a name to publish a new project");
        assertThat(browser.in("de").open("/_/projects").first("#list").text())
                .contains("Noch gibt es kein Projekt");
    }

    @Test
    void aSearchFindsAnyPartOfANameAndKeepsWhatWasAsked() {
        Browser browser = visitors.owner();
        String part = visitors.publishing().normalized().substring(3).replace('-', '_');

        Browser.Page found = browser.open("/_/projects").submit(SEARCH, Map.of("q", part));
        Browser.Page elsewhere =
                browser.open("/_/projects").submit(SEARCH, Map.of("index", "open"));
        Browser.Page none =
                browser.open("/_/projects").submit(SEARCH, Map.of("q", "\"><b>&nothing"));

        assertThat(found.texts(".rows a")).containsExactly(visitors.publishing().project());
        assertThat(found.first("#found").text()).isEqualTo("One project fits.");
        assertThat(elsewhere.texts(".rows a")).isEmpty();
        assertThat(elsewhere.first("option[selected]").text()).isEqualTo("open");
        assertThat(none.first("#q").attr("value")).isEqualTo("\"><b>&nothing");
        assertThat(none.first("#list").text()).startsWith("No project fits.");
    }

    @Test
    void whatCannotBeAskedForIsAProblem() {
        Browser browser = visitors.operator();

        assertThat(
                        List.of("q=" + "x".repeat(301), "after=eA", "limit=x", "index=nowhere")
                                .stream()
                                .map(query -> browser.open("/_/projects?" + query).status()))
                .containsExactly(422, 422, 422, 404);
        assertThat(browser.open("/_/projects?q=a%00b").status()).isLessThan(500);
    }

    @Test
    void aListGoesOnOnTheNextPage() {
        Account account = visitors.member("owner");
        String second = visitors.publishing().project("-second");
        visitors.publishing().publisher(second, Map.of());
        visitors.people()
                .join(account, "viewer", "pypi", visitors.publishing().normalized() + "-second");

        Browser.Page first = visitors.browser(account).open("/_/projects?limit=1&q=sample");
        Browser.Page last = first.click("More");

        assertThat(first.texts(".rows a")).containsExactly(visitors.publishing().project());
        assertThat(last.texts(".rows a")).containsExactly(second);
        assertThat(last.first("#q").attr("value")).isEqualTo("sample");
        assertThat(last.texts("a[rel=next]")).isEmpty();
    }

    @Test
    void theStateOfAProjectIsSaid() {
        Account account = visitors.member("viewer");
        visitors.publishing()
                .client()
                .asAdmin()
                .put(
                        "/_/api/v1/indexes/pypi/projects/" + visitors.publishing().project(),
                        "{\"blocked_reason\":\"<b>A leak & more\"}");
        String waiting = visitors.publishing().project("-waits");
        visitors.publishing().register("pypi", waiting, "test-ci", visitors.publishing().fields());

        Browser.Page blocked = visitors.browser(account).open("/_/projects");
        Browser.Page pending =
                visitors.operator().open("/_/projects?q=" + visitors.publishing().normalized());

        assertThat(blocked.texts(".rows li"))
                .singleElement()
                .asString()
                .contains("uploads blocked <b>A leak & more", "viewer");
        assertThat(pending.texts(".rows li"))
                .anySatisfy(
                        row ->
                                assertThat(row)
                                        .contains(
                                                waiting,
                                                "waits for its first upload",
                                                "the wait ends in"));
    }
}
