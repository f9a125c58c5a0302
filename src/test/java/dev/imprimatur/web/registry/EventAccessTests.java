package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.Claimant;
import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventTail;
import dev.imprimatur.project.EventSight;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Who may go on reading a stream, and what it shows them. */
@ServiceTest
class EventAccessTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private EventAccess access;
    @Autowired private EventTail tail;
    @Autowired private Publishers publishers;
    @Autowired private Indexes indexes;
    @Autowired private EventReader events;
    @Autowired private JsonMapper json;

    private Publishing publishing;
    private People people;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        people = new People(port, jdbc, tokens);
    }

    @Test
    @DisplayName("Hazard 31: a stream ends when the name is another project's")
    void aStreamEndsWhenTheNameIsAnotherProjects() {
        String project = "/_/api/v1/indexes/pypi/projects/" + publishing.project();
        publishing.publisher();
        Account owner = people.account("owner", "pypi", publishing.normalized());
        AccountPrincipal account = principal(Caller.person(owner, false, false));
        EventSight sight = sight(account.caller());
        assertThat(stillAllows(sight, account)).isTrue();

        publishing.client().asAdmin().delete(project);
        assertThat(stillAllows(sight, account)).isFalse();
        publishing.client().asAdmin().put(project, "{}");
        people.join(owner, "owner", "pypi", publishing.normalized());

        assertThat(stillAllows(sight, account)).isFalse();
        assertThat(stillAllows(sight(account.caller()), account)).isTrue();
    }

    @Test
    void aStreamEndsWhenAnUploadMakesTheProjectARealOne() {
        Caller alice = Claimant.in(jdbc);
        waits(alice, publishing, publishing.project());
        EventSight sight = sight(alice);
        assertThat(stillAllows(sight, principal(alice))).isTrue();

        publishing.upload(publishing.uploadToken());

        assertThat(stillAllows(sight, principal(alice))).isFalse();
    }

    @Test
    void aStreamEndsWithItsCredentials() {
        publishing.publisher();
        Caller admin = Caller.operator("account:admin");
        Caller gone = new Caller("api-token:gone", null, -1L, true, true, admin.scope(), null);

        assertThat(stillAllows(sight(admin), principal(admin))).isTrue();
        assertThat(stillAllows(sight(gone), principal(gone))).isFalse();
    }

    @Test
    @DisplayName("Hazard 31: a stream shows nothing of others who wait for the name")
    void aStreamShowsNothingOfOthersWhoWait() throws Exception {
        Publishing other = new Publishing(port);
        Caller alice = Claimant.in(jdbc);
        waits(alice, publishing, publishing.project());
        waits(Claimant.in(jdbc), other, publishing.project());
        publishing.uploadToken();
        other.uploadToken();
        EventStreamProperties properties = new EventStreamProperties(9, 9, Duration.ofSeconds(2));
        EventStream stream =
                new EventStream(
                        tail, new OpenStreams(properties), properties, json, Clock.systemUTC());
        MockHttpServletResponse response = new MockHttpServletResponse();
        EventSight sight = sight(alice);

        stream.write(sight.of(EventFilter.ALL), 0L, sight, () -> true, response);

        assertThat(response.getContentAsString())
                .contains("event: token-minted", publishing.owner() + "/repo")
                .doesNotContain(other.owner() + "/repo");
    }

    @Test
    void anExportEndsWithTheRight() throws Exception {
        publishing.publisher();
        write(600, "project-unblocked");
        EventStreamProperties properties = new EventStreamProperties(9, 9, Duration.ofSeconds(2));
        EventLines lines = new EventLines(events, new OpenStreams(properties), json);
        EventSight sight =
                sight(
                        Caller.person(
                                people.account("viewer", "pypi", publishing.normalized()),
                                false,
                                false));
        MockHttpServletResponse whole = new MockHttpServletResponse();
        MockHttpServletResponse ended = new MockHttpServletResponse();

        lines.write(sight.of(EventFilter.ALL), sight, () -> true, whole);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> lines.write(sight.of(EventFilter.ALL), sight, () -> false, ended));

        assertThat(whole.getContentAsString().lines()).hasSizeGreaterThan(600);
        assertThat(ended.getContentAsString().lines()).hasSize(500);
    }

    @Test
    void anExportThatFailsHalfWayDoesNotLookWhole() {
        publishing.publisher();
        write(602, "project-unblocked");
        // No service writes that.
        jdbc.sql(
                        """
                        UPDATE event SET detail = '[]'
                         WHERE id = (SELECT max(id) - 1 FROM event
                                      WHERE :project = ANY (projects))
                        """)
                .param("project", publishing.normalized())
                .update();
        ServiceClient admin = publishing.client().asAdmin();
        HttpRequest.Builder export =
                admin.to("/_/api/v1/events?index=pypi&project=" + publishing.normalized())
                        .header("Accept", "application/x-ndjson")
                        .GET();

        try {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> admin.send(export));
        } finally {
            jdbc.sql("DELETE FROM event WHERE detail = '[]'").update();
        }
    }

    private void write(int count, String type) {
        jdbc.sql(
                        """
                        INSERT INTO event (at, type, actor, index_id, projects, detail)
                        SELECT now(), :type, 'system', 'pypi', ARRAY[:project], '{}'
                          FROM generate_series(1, :count)
                        """)
                .param("type", type)
                .param("project", publishing.normalized())
                .param("count", count)
                .update();
    }

    private void waits(Caller caller, Publishing whose, String project) {
        PackageIndex pypi = indexes.ofId("pypi").orElseThrow();
        Publishers.Wish wish = new Publishers.Wish("test-ci", Map.copyOf(whose.fields()));
        assertThat(publishers.add(pypi, pypi.projectName(project).orElseThrow(), wish, caller))
                .isInstanceOf(Addition.Added.class);
    }

    private EventSight sight(Caller caller) {
        return access.require("pypi", publishing.project(), caller);
    }

    private boolean stillAllows(EventSight sight, AccountPrincipal account) {
        return access.stillAllows(sight, "pypi", publishing.project(), account);
    }

    private static AccountPrincipal principal(Caller caller) {
        return new AccountPrincipal(caller, null);
    }
}
