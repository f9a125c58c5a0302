package dev.imprimatur.web.page.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
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

/** Adding a publisher to a project: the form, what it checks and what it says. */
@ServiceTest
class NewPublisherTests {

    private static final String FORM = "#publisher";
    private static final String ADDRESS = "#address-form";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Publishing publishing;
    private People people;
    private Browser owner;

    @BeforeEach
    void aProjectWithAnOwner() {
        publishing = new Publishing(port);
        people = new People(port, jdbc, tokens);
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/pypi/projects/" + publishing.project(), "{}");
        Account account = people.account("owner", "pypi", publishing.normalized());
        owner = Browser.signedIn(port, people.token(account, Scope.ADMIN));
    }

    @Test
    void anAddressFillsInTheFormOfItsProvider() {
        Browser.Page page =
                owner.open(page())
                        .submit(ADDRESS, Map.of("address", "https://lab.test/group/sub/lib.git"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.members(FORM))
                .containsEntry("provider", "test-lab")
                .containsEntry("f.namespace", "group/sub")
                .containsEntry("f.project", "lib")
                .containsEntry("f.environment", "");
        assertThat(page.text()).contains("Read from the address: Namespace group/sub, Project lib");
    }

    @Test
    void anAddressThatSeveralProvidersShareAsksWhich() {
        String file = "https://github.com/octo/lib/blob/main/.github/workflows/release.yml";

        Browser.Page asked = owner.open(page()).submit(ADDRESS, Map.of("address", file));
        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.texts(ADDRESS + " button[name=provider]"))
                .contains("GitHub Actions (test-ci)", "GitHub Actions (second-ci)");

        Browser.Page page = asked.submit(ADDRESS, Map.of("provider", "test-ci"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.members(FORM))
                .containsEntry("provider", "test-ci")
                .containsEntry("f.owner", "octo")
                .containsEntry("f.repository", "lib")
                .containsEntry("f.workflow", "release.yml");
    }

    @Test
    void anAddressOfNobodyIsSaidBesideItsField() {
        Browser.Page page = owner.open(page());
        for (String nowhere :
                List.of(
                        "https://evil.example/a/b",
                        "<script>alert(1)</script>",
                        "x".repeat(5000))) {
            Browser.Page told = page.submit(ADDRESS, Map.of("address", nowhere));

            assertThat(told.status()).isEqualTo(422);
            assertThat(told.first("#address").attr("aria-invalid")).isEqualTo("true");
            assertThat(told.first("#address").attr("value")).isEqualTo(nowhere);
            assertThat(told.first("#address-help .wrong").text())
                    .startsWith("This address is in no place");
            assertThat(told.answer().body()).doesNotContain("<script>alert");
        }
        assertThat(
                        page.submit(ADDRESS, Map.of("address", " "))
                                .first("#address-help .wrong")
                                .text())
                .isEqualTo("Paste an address first.");
    }

    @Test
    void aFileThatIsNoWorkflowNamesItsRepositoryAlone() {
        Browser.Page page =
                owner.open(page())
                        .submit(
                                ADDRESS,
                                Map.of(
                                        "address",
                                        "https://lab.test/group/lib/-/blob/main/README.md"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.members(FORM))
                .containsEntry("f.namespace", "group")
                .containsEntry("f.project", "lib")
                .containsEntry("f.ci_file", "");
        assertThat(page.first("#f-ci_file, [name='f.ci_file']").attr("placeholder"))
                .isEqualTo("e.g. .gitlab-ci.yml");
    }

    @Test
    void aPublisherIsCheckedThenAdded() {
        Browser.Page checked =
                owner.open(form()).submit(FORM, FilledForm.of(publishing, Map.of("do", "check")));
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.texts("article[role=status] dd"))
                .containsExactly(publishing.owner(), "repo", "release.yml");
        assertThat(checked.texts("#preview .note"))
                .singleElement()
                .asString()
                .contains("environment");
        assertThat(publishers()).isEmpty();

        Browser.Page added = checked.submit(FORM);

        assertThat(added.address()).isEqualTo("/_/projects/pypi/" + publishing.normalized());
        assertThat(added.texts(".note.good"))
                .singleElement()
                .asString()
                .startsWith("The publisher was added. Its first use, within 7 days, binds it");
        assertThat(publishers()).containsExactly(publishing.owner());

        Browser.Page again = owner.open(form()).submit(FORM, FilledForm.of(publishing, Map.of()));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("There is a publisher already that says the same.");
        assertThat(again.click("Open it").status()).isEqualTo(200);

        Browser.Page near =
                owner.open(form())
                        .submit(
                                FORM,
                                FilledForm.of(
                                        publishing,
                                        Map.of("do", "check", "f.environment", "release")));
        assertThat(near.texts("article[role=status] .note li"))
                .containsExactly(
                        "Owner %s, Repository repo, Workflow release.yml"
                                .formatted(publishing.owner()));
        assertThat(near.texts("#preview .note")).isEmpty();
        assertThat(near.first("#workflow").text()).contains("environment: release");
    }

    @Test
    void eachErrorStandsBesideItsField() {
        Browser.Page page =
                owner.open(form())
                        .submit(
                                FORM,
                                FilledForm.of(
                                        publishing,
                                        Map.of(
                                                "f.owner", "<b>\"owner\"",
                                                "f.workflow", "",
                                                "f.nonsense", "x")));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.first("#field-owner").attr("value")).isEqualTo("<b>\"owner\"");
        assertThat(page.first("#field-owner-error").text())
                .isEqualTo("Owner must look like octo-org");
        assertThat(page.first("#field-workflow-error").text()).isEqualTo("Workflow is missing");
        assertThat(page.first("#field-owner").attr("aria-describedby"))
                .contains("field-owner-error");
        assertThat(page.first("#field-repository").hasAttr("aria-invalid")).isFalse();
        assertThat(page.text()).contains("GitHub Actions has no field of this name");
        assertThat(page.document().select("main b")).isEmpty();
        assertThat(publishers()).isEmpty();
    }

    @Test
    void aScriptGetsThePartThatItSwaps() {
        Map<String, String> members = owner.open(form()).members(FORM);
        members.putAll(FilledForm.of(publishing, Map.of("do", "preview", "f.environment", "<i>x")));

        String part = owner.post(page(), members).body();

        assertThat(part.strip()).startsWith("<section").endsWith("</section>");
        assertThat(part).contains("environment: &quot;&lt;i&gt;x&quot;").doesNotContain("<i>");
    }

    @Test
    void whoMayNotAddGetsNoForm() {
        Account viewer = people.account("viewer", "pypi", publishing.normalized());
        Browser stranger = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));

        assertThat(Browser.signedIn(port, people.token(viewer, Scope.ADMIN)).open(form()).status())
                .isEqualTo(403);
        assertThat(stranger.open(form()).status()).isEqualTo(404);
        assertThat(stranger.open("/_/projects/pypi/nothing-of-this-name/publishers/new").status())
                .isEqualTo(404);
        assertThat(stranger.open("/_/projects/none/x/publishers/new").status()).isEqualTo(404);
        assertThat(owner.open(page() + "?provider=none").status()).isEqualTo(200);
    }

    @Test
    void itIsAllThereInGerman() {
        owner.in("de");

        assertThat(owner.open(form()).text() + owner.open(page()).text())
                .contains("Trusted Publisher hinzufügen", "Adresse des Repositorys", "Pflichtfeld")
                .doesNotContain("??");
    }

    private String page() {
        return "/_/projects/pypi/%s/publishers/new".formatted(publishing.normalized());
    }

    private String form() {
        return page() + "?provider=test-ci";
    }

    /** The owners that the publishers of the project name. */
    private List<String> publishers() {
        return ServiceClient.json(
                        publishing
                                .client()
                                .asAdmin()
                                .get(
                                        "/_/api/v1/indexes/pypi/projects/%s/publishers"
                                                .formatted(publishing.normalized())))
                .path("items")
                .valueStream()
                .map(item -> item.path("fields").path("owner").asString())
                .toList();
    }
}
