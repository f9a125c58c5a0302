package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.web.page.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest
class AllEventsPageTests {

    private static final String FILTERS = "form.filters";

    @LocalServerPort private int port;
    @Autowired private EventLog events;
    @Autowired private TransactionTemplate transaction;

    @Test
    void eventsAreFoundByWhatIsFilledIn() {
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        publishing.mint(publishing.job());
        Browser browser = Browser.ofOperator(port);

        Browser.Page page =
                browser.open("/_/admin/events")
                        .submit(FILTERS, Map.of("index", "pypi", "project", publishing.project()));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.texts(".events code"))
                .containsExactly(
                        "token-minted", "publisher-pinned", "publisher-added", "project-created");
        assertThat(page.first("select[name=index] option[selected]").text()).isEqualTo("pypi");
        assertThat(page.first("input[name=project]").attr("value")).isEqualTo(publishing.project());

        page = page.submit(FILTERS, Map.of("type", "publisher-added"));
        assertThat(page.texts(".events code")).containsExactly("publisher-added");

        page = page.submit(FILTERS, Map.of("since", "2001-01-01", "until", "2001-12-31"));
        assertThat(page.text()).contains("Nothing like this has happened.");
    }

    @Test
    void aListIsReadPageByPage() {
        Browser browser = Browser.ofOperator(port);
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        String asked = "/_/admin/events?limit=1&index=pypi&project=" + publishing.normalized();

        Browser.Page page = browser.open(asked);
        assertThat(page.texts(".events code")).containsExactly("publisher-added");

        page = page.click("More");
        assertThat(page.texts(".events code")).containsExactly("project-created");
        assertThat(page.texts("nav.next a")).isEmpty();
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        Browser browser = Browser.ofOperator(port);

        for (String wrong :
                List.of(
                        "type=nothing",
                        "since=tomorrow",
                        "until=2026-13-01",
                        "project=" + "x".repeat(301))) {
            Browser.Page page = browser.open("/_/admin/events?" + wrong);

            assertThat(page.status()).as(wrong).isEqualTo(422);
            assertThat(page.texts("p[role=alert]")).hasSize(1);
        }
        assertThat(browser.open("/_/admin/events?project=%00").status()).isEqualTo(422);
    }

    @Test
    void markupInAnEventIsText() {
        String markup = "<script>alert(1)</script>";
        Event event =
                new Event(
                        EventType.EXCHANGE_REFUSED,
                        "workload:" + markup,
                        "pypi",
                        List.of("markup" + markup),
                        Map.of(
                                "code",
                                "no-match",
                                "provider",
                                "test-ci",
                                "reason",
                                markup,
                                "claims",
                                Map.of("workflow", markup)));
        transaction.executeWithoutResult(_ -> events.record(event));

        Browser.Page page =
                Browser.ofOperator(port)
                        .open("/_/admin/events?actor=workload:%3Cscript%3Ealert(1)%3C/script%3E");

        assertThat(page.document().select("main script")).isEmpty();
        assertThat(page.texts(".events .who").getFirst()).isEqualTo("workload:" + markup);
        assertThat(page.texts(".events dt")).contains("reason", "claims: workflow");
        assertThat(page.texts(".events dd")).containsOnlyOnce("no-match").contains(markup);
        assertThat(page.texts(".events a").getFirst()).isEqualTo("markup" + markup);
    }
}
