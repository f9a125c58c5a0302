package dev.imprimatur.audit;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.TestReporter;
import dev.imprimatur.project.PendingExpiry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Every event is as the table of their facts says, and so is the documentation. */
@ServiceTest
class EventDetailsTests {

    private static final Path DOCUMENT = Path.of("docs/events.md");
    private static final String BEGIN = "<!-- types: begin -->\n";
    private static final String END = "<!-- types: end -->";

    private static final String PYPI = "/_/api/v1/indexes/pypi";
    private static final String SWITCHES = "/_/api/v1/switches/providers/forge";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private PendingExpiry expiry;
    @Autowired private EventReader events;

    @Test
    @DisplayName("Hazard 27: whatever is done leaves its event, with the facts that are documented")
    void everyEventIsAsDocumented() {
        Publishing publishing = new Publishing(port);
        ServiceClient admin = publishing.client().asAdmin();
        String project = "/_/api/v1/indexes/pypi/projects/" + publishing.project();
        String publisher = publishing.publisher();
        String token = publishing.uploadToken();
        publishing.upload(token);
        publishing.upload(token, "another", null);
        publishing.form("/_/oauth2/revoke", "token=" + token);
        publishing.mint(publishing.job().claim("event_name", "workflow_run"));
        admin.put(project, "{\"blocked_reason\": \"Looked at\"}");
        admin.put(project, "{\"blocked_reason\": null}");
        for (String edit :
                List.of(
                        "{\"fields\": {\"environment\": \"pypi\"}}",
                        "{\"enabled\": false}",
                        "{\"enabled\": true}")) {
            admin.send(
                    admin.to(project + "/publishers/" + publisher)
                            .header("Content-Type", "application/json")
                            .header("If-Match", "*")
                            .method("PATCH", HttpRequest.BodyPublishers.ofString(edit)));
        }
        publishing.removePublisher(publishing.project(), publisher);
        admin.delete(project);
        HttpResponse<String> made =
                admin.post("/_/api/v1/api-tokens", "{\"name\": \"of-%s\"}".formatted(publisher));
        admin.delete("/_/api/v1/api-tokens/" + ServiceClient.json(made).path("id").asString());

        people(publishing);
        waiting(publishing);
        leaks(publishing);
        publishing.client().asAdmin().put(SWITCHES, "{\"enabled\": false, \"reason\": \"A test\"}");
        publishing.client().asAdmin().put(SWITCHES, "{\"enabled\": true}");

        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        long before = Long.MAX_VALUE;
        List<RecordedEvent> page = events.newestFirst(EventFilter.ALL, before, 500);
        while (!page.isEmpty()) {
            for (RecordedEvent recorded : page) {
                Event event = recorded.event();
                seen.add(event.type());
                assertThat(EventDetails.complaint(event.type(), event.detail())).isEmpty();
                before = recorded.id();
            }
            page = events.newestFirst(EventFilter.ALL, before, 500);
        }
        assertThat(seen).containsExactlyInAnyOrder(EventType.values());
    }

    /** Members, owners of a prefix, what owners set, and a stranger with the publisher's names. */
    private void people(Publishing publishing) {
        ServiceClient admin = publishing.client().asAdmin();
        String name = person();
        String project = publishing.project("-people");
        String path = PYPI + "/projects/" + project;
        publishing.publisher(project, Map.of());
        publishing.uploadToken();
        publishing.mint(publishing.job().claim("repository_id", "666"));
        admin.put(path + "/members/" + name, "{\"role\": \"viewer\"}");
        admin.put(path + "/members/" + name, "{\"role\": \"owner\"}");
        admin.put(path + "/members/" + person(), "{\"role\": \"owner\"}");
        admin.delete(path + "/members/" + name);
        String prefix = PYPI + "/prefixes/" + publishing.normalized() + "-/owners/" + name;
        admin.put(prefix, "");
        admin.delete(prefix);
        TestPeople.as(port, name)
                .put(
                        "/_/api/v1/me/notifications",
                        "{\"mail\": true, \"silent\": [\"token-revoked\"]}");
        admin.send("PATCH", path, "{\"trusted_only\": true}");
        admin.send("PATCH", path, "{\"trusted_only\": false}");
    }

    /** Three who wait: one wins, one loses, one is reminded and comes too late. */
    private void waiting(Publishing publishing) {
        String won = publishing.project("-won");
        TestPeople.as(port, TestPeople.newName(), "employee")
                .post(PYPI + "/projects/" + won + "/publishers", wish(publishing));
        publishing.register("pypi", won, "test-ci", publishing.fields());
        publishing.client().asAdmin().put(PYPI + "/projects/" + won, "{}");

        publishing.register("pypi", publishing.project("-late"), "test-ci", publishing.fields());
        String late = publishing.normalized() + "-late";
        for (String time : List.of("now() + interval '1 day'", "now() - interval '1 second'")) {
            jdbc.sql(
                            "UPDATE project SET pending_until = %s WHERE normalized_name = :name"
                                    .formatted(time))
                    .param("name", late)
                    .update();
            expiry.run();
        }
    }

    private static void leaks(Publishing publishing) {
        publishing.publisher(publishing.project("-leaks"), Map.of());
        HttpResponse<String> made =
                publishing
                        .client()
                        .asAdmin()
                        .post(
                                "/_/api/v1/api-tokens",
                                "{\"name\": \"leak-of-%s\"}".formatted(publishing.normalized()));
        for (String token :
                List.of(
                        publishing.uploadToken(),
                        ServiceClient.json(made).path("token").asString())) {
            TestReporter.report(
                    publishing.client(),
                    "[{\"token\": \"%s\", \"url\": \"\", \"source\": \"log\"}]".formatted(token));
        }
    }

    private String person() {
        String name = TestPeople.newName();
        TestPeople.as(port, name).get("/_/api/v1/me");
        return name;
    }

    private static String wish(Publishing publishing) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of("provider", "test-ci", "fields", publishing.fields()));
    }

    @Test
    void whatIsNotDocumentedOrMissingOrOfAnotherTypeIsFound() {
        assertThat(EventDetails.complaint(EventType.TOKEN_REVOKED, Map.of("upload_token", 1)))
                .isEmpty();
        assertThat(EventDetails.complaint(EventType.TOKEN_REVOKED, Map.of())).isPresent();
        assertThat(EventDetails.complaint(EventType.TOKEN_REVOKED, Map.of("upload_token", "1")))
                .isPresent();
        assertThat(EventDetails.complaint(EventType.PROJECT_UNBLOCKED, Map.of("more", 1)))
                .isPresent();
    }

    @Test
    void theDocumentationSaysTheSame() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        String wanted =
                document.substring(0, begin) + table() + document.substring(document.indexOf(END));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, wanted);
            return;
        }
        assertThat(document)
                .as(
                        "%s is not what EventDetails says: run this test once more with"
                                + " -Dtest=EventDetailsTests -Ddocs.write=true",
                        DOCUMENT)
                .isEqualTo(wanted);
    }

    private static String table() {
        return "| type | facts in `detail` |\n|---|---|\n"
                + Arrays.stream(EventType.values()).map(EventDetailsTests::row).collect(joining());
    }

    private static String row(EventType type) {
        String facts =
                EventDetails.of(type).stream()
                        .map(
                                member ->
                                        "`%s` (%s%s): %s"
                                                .formatted(
                                                        member.name(),
                                                        member.kind().name().toLowerCase(ROOT),
                                                        member.always() ? "" : ", not always",
                                                        member.meaning()))
                        .collect(joining("; "));
        return "| `%s` | %s |\n".formatted(type.wireName(), facts.isEmpty() ? "none" : facts);
    }
}
