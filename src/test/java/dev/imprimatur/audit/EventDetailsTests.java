package dev.imprimatur.audit;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.io.IOException;
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

/** Every event is as the table of their facts says, and so is the documentation. */
@ServiceTest
class EventDetailsTests {

    private static final Path DOCUMENT = Path.of("docs/events.md");
    private static final String BEGIN = "<!-- types: begin -->\n";
    private static final String END = "<!-- types: end -->";

    @LocalServerPort private int port;
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
        publishing.removePublisher(publishing.project(), publisher);
        admin.delete(project);
        HttpResponse<String> made =
                admin.post("/_/api/v1/api-tokens", "{\"name\": \"of-%s\"}".formatted(publisher));
        admin.delete("/_/api/v1/api-tokens/" + ServiceClient.json(made).path("id").asString());

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
