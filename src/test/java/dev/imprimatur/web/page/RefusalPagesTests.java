package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people read of refused exchanges in a browser. */
@ServiceTest
class RefusalPagesTests {

    private static final String CURE = ".comparison a[role=button]";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    private Publishing publishing;
    private Browser browser;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        browser = Browser.ofOperator(port);
    }

    @Test
    void aRefusalIsExplainedCuredAndWouldBeAcceptedThen() {
        String id = publishing.publisher(publishing.project(), Map.of("workflow", "publish.yml"));
        String attempt = refused(publishing.job());

        Browser.Page list = browser.open(refusals());
        assertThat(list.texts("ul.rows > li")).hasSize(1);
        assertThat(list.text())
                .contains(publishing.owner() + "/repo", "GitHub Actions", "release.yml")
                .contains("Environment release", "refs/tags/v1.0", attempt)
                .contains("would still be refused");
        assertThat(list.first("ul.rows a[href^=https:]").attributes().asList())
                .extracting(a -> a.getKey() + "=" + a.getValue())
                .containsExactlyInAnyOrder(
                        "href=https://github.com/%s/repo/actions/runs/11234/attempts/2"
                                .formatted(publishing.owner()),
                        "rel=noreferrer noopener");

        Browser.Page page = list.click(publishing.owner() + "/repo");
        assertThat(page.address()).isEqualTo(refusals() + "/" + attempt);
        assertThat(row(page, "Workflow")).containsExactly("publish.yml", "release.yml", "differs");
        assertThat(row(page, "Owner"))
                .containsExactly(publishing.owner(), publishing.owner(), "matches");
        assertThat(row(page, "Ref")).containsExactly("left empty", "refs/tags/v1.0", "not set");
        assertThat(page.text())
                .contains(
                        "Workflow is \"release.yml\", and the publisher expects \"publish.yml\".");
        assertThat(page.texts(CURE)).containsExactly("Change Workflow to release.yml");
        assertThat(page.first(CURE).attr("href"))
                .isEqualTo(
                        "%s/publishers/%s/edit?field=workflow&value=release.yml"
                                .formatted(project(), id));

        edit(id, "workflow", "release.yml");

        Browser.Page after = browser.open(refusals() + "/" + attempt);
        assertThat(after.texts("h2 + .badge")).containsExactly("would be accepted now");
        assertThat(after.text()).contains("Run the job again");
        assertThat(browser.open(refusals()).texts("ul.rows .badge"))
                .containsExactly("would be accepted now");
    }

    @Test
    void aPublisherThatMatchesIsConstrainedToTheEnvironmentOfTheJob() {
        String id = publishing.publisher(publishing.project(), Map.of("workflow", "a.yml"));
        String attempt = refused(publishing.job().claim("environment", "a b&c=ä"));
        edit(id, "workflow", "release.yml");

        Browser.Page page = browser.open(refusals() + "/" + attempt);

        assertThat(page.texts(CURE)).containsExactly("Constrain Environment to a b&c=ä");
        assertThat(page.first(CURE).attr("href"))
                .endsWith("/edit?field=environment&value=a%20b%26c%3D%C3%A4");
    }

    @Test
    void theWorkflowThatIsCalledIsAllowed() {
        publishing.publisher();
        String called = "octo-org/automation/.github/workflows/publish.yml";
        String attempt =
                refused(publishing.job().claim("job_workflow_ref", called + "@refs/heads/main"));

        assertThat(browser.open(refusals() + "/" + attempt).texts(CURE))
                .containsExactly("Allow " + called + " as Reusable workflow");
    }

    @Test
    void whoRanItElsewhereIsProposedNothing() {
        publishing.publisher();
        TestToken fork =
                publishing
                        .job()
                        .claim("repository", "fork/repo")
                        .claim("repository_owner", "fork")
                        .claim("repository_owner_id", "666");
        publishing.mint(fork);

        // Nothing of it is near: only those who show the job itself are told.
        Browser.Page page =
                browser.open(refusals() + "/explain")
                        .submit("form[action$=explain]", Map.of("job", fork.text()));

        assertThat(row(page, "Owner")).containsExactly(publishing.owner(), "fork", "differs");
        assertThat(page.text()).contains("the job ran for somebody else, as it does in a fork");
        assertThat(page.texts(CURE)).isEmpty();
    }

    @Test
    void theIdFromACiLogLeadsToItsRefusal() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        String attempt = refused(publishing.job());
        String search = "form.search";

        Browser.Page found =
                browser.open(refusals())
                        .submit(
                                search,
                                Map.of("attempt", " " + attempt.toUpperCase(Locale.ROOT) + "\t"));
        Browser.Page none =
                browser.open(refusals()).submit(search, Map.of("attempt", "<b>nothing\0"));

        assertThat(found.address()).isEqualTo(refusals() + "/" + attempt);
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.text()).contains("No refusal of this project has this attempt id");
        assertThat(none.texts("ul.rows > li")).hasSize(1);
        assertThat(browser.open(refusals() + "/nothing").status()).isEqualTo(404);
        assertThat(browser.open(refusals() + "/%00").status()).isBetween(400, 404);
    }

    @Test
    @DisplayName("Hazard 31: an id from a CI log that is not yours")
    void theIdAloneLeadsToItsRefusalWhoeverMaySeeIt() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        String attempt = refused(publishing.job());
        People people = new People(port, jdbc, tokens);
        Account viewer = people.account("viewer", "pypi", publishing.normalized());
        String link = "/_/refusals/" + attempt;

        for (Browser may :
                List.of(browser, Browser.signedIn(port, people.token(viewer, Scope.READ)))) {
            assertThat(may.open(link).address()).isEqualTo(refusals() + "/" + attempt);
            assertThat(may.open(link.toUpperCase(Locale.ROOT).replace("REFUSALS", "refusals")))
                    .extracting(Browser.Page::status)
                    .isEqualTo(200);
        }
        Browser stranger = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
        Browser.Page theirs = stranger.open(link);
        Browser.Page none = stranger.open("/_/refusals/0000000000");
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.text()).isEqualTo(none.text());
        assertThat(new Browser(port).open(link).address())
                .startsWith("/_/sign-in?next=")
                .endsWith(attempt);
    }

    @Test
    void whatIsNotInTheWayIsFolded() {
        publishing.publisher(publishing.project(), Map.of("workflow", "publish.yml"));
        String attempt = refused(publishing.job());

        Browser.Page page = browser.open(refusals() + "/" + attempt);

        assertThat(page.texts(".compared > table th[scope=row]")).containsExactly("Workflow");
        assertThat(page.texts(".compared details th[scope=row]")).contains("Owner", "Ref");
        assertThat(page.first(".compared summary").text()).endsWith("that are not in the way");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void strangersSeeNothingAndViewersNoCures() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        String attempt = refused(publishing.job());
        Publishing other = new Publishing(port);
        other.publisher();
        People people = new People(port, jdbc, tokens);
        Account viewer = people.account("viewer", "pypi", publishing.normalized());
        Browser looking = Browser.signedIn(port, people.token(viewer, Scope.ADMIN));
        Browser stranger = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));

        assertThat(browser.open(refusals() + "/" + attempt).texts(CURE)).hasSize(1);
        Browser.Page seen = looking.open(refusals() + "/" + attempt);
        assertThat(row(seen, "Environment")).containsExactly("x", "release", "differs");
        assertThat(seen.texts(CURE)).isEmpty();
        assertThat(looking.open(refusals() + "/explain").status()).isEqualTo(200);
        for (String page : List.of("", "/" + attempt, "/explain")) {
            assertThat(stranger.open(refusals() + page).status()).as(page).isEqualTo(404);
        }
        assertThat(
                        browser.open(
                                        "/_/projects/pypi/%s/refusals/%s"
                                                .formatted(other.normalized(), attempt))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void markupInClaimsIsText() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        String markup = "<img src=x onerror=alert(1)>${7*7}[[${8*8}]]";
        String attempt = refused(publishing.job().claim("environment", markup));

        for (String page : List.of(refusals(), refusals() + "/" + attempt)) {
            Browser.Page shown = browser.open(page);
            assertThat(shown.document().select("main img")).isEmpty();
            assertThat(shown.text()).contains(markup);
        }
    }

    @Test
    void aLongListGoesOn() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        for (int i = 0; i < 3; i++) {
            publishing.mint(publishing.job());
        }

        Browser.Page first = browser.open(refusals() + "?limit=2");
        Browser.Page second = first.click("More");

        assertThat(first.texts("ul.rows > li")).hasSize(2);
        assertThat(second.texts("ul.rows > li")).hasSize(1);
        assertThat(browser.in("de").open(refusals()).first("h2").text())
                .isEqualTo("Warum wurde das abgelehnt?");
    }

    @Test
    void whereNothingWasRefusedThePageSaysSo() {
        publishing.publisher();

        assertThat(browser.open(refusals()).text()).contains("No exchange for this project");
    }

    private String project() {
        return "/_/projects/pypi/" + publishing.normalized();
    }

    private String refusals() {
        return project() + "/refusals";
    }

    /** The id that the CI log shows. */
    private String refused(TestToken job) {
        HttpResponse<String> answer = publishing.mint(job);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return ServiceClient.json(answer).path("attempt").asString();
    }

    /** The cells of the first row with this label. */
    private static List<String> row(Browser.Page page, String label) {
        for (Element head : page.document().select(".comparison th[scope=row]")) {
            if (head.text().equals(label)) {
                return head.siblingElements().eachText();
            }
        }
        throw new AssertionError("No row " + label + " in " + page.text());
    }

    private void edit(String publisher, String field, String value) {
        ServiceClient admin = publishing.client().asAdmin();
        HttpResponse<String> edited =
                admin.send(
                        admin.to(
                                        "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                                .formatted(publishing.project(), publisher))
                                .header("Content-Type", "application/json")
                                .header("If-Match", "*")
                                .method(
                                        "PATCH",
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"fields\": {\"%s\": \"%s\"}}"
                                                        .formatted(field, value))));
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
    }
}
