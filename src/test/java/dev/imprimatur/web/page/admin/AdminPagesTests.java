package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.page.Browser;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class AdminPagesTests {

    private static final List<String> PAGES =
            List.of(
                    "/_/admin",
                    "/_/admin/indexes",
                    "/_/admin/providers",
                    "/_/admin/prefixes",
                    "/_/admin/switches",
                    "/_/admin/events",
                    "/_/admin/accounts",
                    "/_/admin/accounts/nobody",
                    "/_/admin/prefixes/pypi/acme-/owners/nobody/remove",
                    "/_/admin/accounts/nobody/tokens/1/remove");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private Indexes indexes;
    @Autowired private Providers providers;

    @Test
    void noPageIsForAnybodyButAdministrators() {
        People people = new People(port, jdbc, tokens);
        Browser person = Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
        Browser reader = Browser.signedIn(port, people.token(null, Scope.READ));
        Browser limited =
                Browser.signedIn(
                        port, people.token(null, Scope.ADMIN, new ProjectGlob("pypi", "a*")));
        for (String page : PAGES) {
            for (Browser browser : List.of(person, reader, limited)) {
                assertThat(browser.open(page).status()).as(page).isEqualTo(403);
            }
            assertThat(new Browser(port).open(page).address()).startsWith("/_/sign-in?next=");
        }
        assertThat(person.open("/_/projects").texts("header nav a"))
                .doesNotContain("Administration");
    }

    @Test
    @DisplayName("No secret of an index and no text of a token is on any page")
    void noPageShowsASecret() {
        Browser browser = Browser.ofOperator(port);
        for (String page : PAGES) {
            assertThat(browser.open(page).answer().body())
                    .as(page)
                    .doesNotContain("secret-for-tests", "secret-tests", AdminApiToken.TEXT);
        }
    }

    @Test
    void theHealthPageSaysHowEverythingStands() {
        Browser.Page page = Browser.ofOperator(port).open("/_/admin");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.texts(".tabs a[aria-current=page]")).containsExactly("Health");
        assertThat(page.texts(".health strong"))
                .contains(
                        "Database",
                        "Schema",
                        "Connections",
                        "Kill switches",
                        "Keys of an issuer",
                        "Upload tokens",
                        "Clean-up",
                        "Version");
        assertThat(page.text())
                .contains("PostgreSQL", "answers.", "the one that this service was made for")
                .doesNotContain("admin.health", "??", "{0}");
        assertThat(page.texts(".health .badge"))
                .hasSameSizeAs(page.document().select(".health > li"))
                .isSubsetOf("good", "keep an eye on it", "do something");
    }

    @Test
    void anIndexIsShownAsItIsConfigured() {
        Browser.Page page = Browser.ofOperator(port).open("/_/admin/indexes");

        assertThat(page.texts("article h3"))
                .containsExactlyElementsOf(indexes.all().stream().map(PackageIndex::id).toList());
        Element pypi = page.first("#index-pypi");
        assertThat(pypi.text())
                .contains(
                        "default of its host",
                        "https://packages.test/legacy/",
                        "http://localhost/legacy/",
                        "15 minutes",
                        "2 secrets",
                        "Names are claimed by members");
        assertThat(page.first("#index-open").text()).contains("reserved-*", "one secret");
    }

    @Test
    void aProviderIsShownAsItIsConfigured() {
        Browser.Page page = Browser.ofOperator(port).open("/_/admin/providers");

        assertThat(page.document().select("article[id]").eachAttr("id"))
                .containsExactlyElementsOf(
                        providers.all().stream().map(each -> "provider-" + each.id()).toList());
        ProviderDefinition test = providers.ofId("test-ci").orElseThrow();
        Element shown = page.first("#provider-test-ci");
        assertThat(shown.text())
                .contains(test.label(), test.issuer())
                .contains(test.pins())
                .contains(test.fields().stream().map(field -> field.label()).toList());
        assertThat(page.text()).contains("Issuers of people", "people:").doesNotContain("??");
    }

    @Test
    void allPagesAreThereInGerman() {
        Browser browser = Browser.ofOperator(port).in("de");

        for (String address : PAGES.subList(0, 7)) {
            Browser.Page page = browser.open(address);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.first("html").attr("lang")).isEqualTo("de");
            assertThat(page.first("h1").text()).isEqualTo("Verwaltung");
            assertThat(page.text()).doesNotContain("??", "{0}");
        }
    }
}
