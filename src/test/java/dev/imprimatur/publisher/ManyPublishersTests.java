package dev.imprimatur.publisher;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** More publishers name one repository than one exchange looks at. */
@ServiceTest
class ManyPublishersTests {

    /** Copies of the first publisher, each of a project of its own, with another workflow. */
    private static final String MORE =
            """
            WITH projects AS (
                INSERT INTO project (index_id, name, normalized_name, created_at)
                SELECT 'pypi', :name || lpad(n::text, 190, '0'), :name || lpad(n::text, 190, '0'), now()
                  FROM generate_series(1, :number) AS n
                RETURNING id
            )
            INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields, fields_hash,
                                   pins, pin_deadline, created_at, created_by)
            SELECT projects.id, p.index_id, p.provider, p.lookup_key,
                   p.fields || jsonb_build_object('workflow', CAST(:workflow AS text)),
                   sha256(projects.id::text::bytea), p.pins, p.pin_deadline, now(), 'test'
              FROM projects, publisher p
             WHERE p.id = :publisher
            """;

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;
    private long publisher;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publisher = Long.parseLong(publishing.publisher());
        publishing.uploadToken();
    }

    private void more(int number, String workflow) {
        jdbc.sql(MORE)
                .param("name", "many" + publisher + "-")
                .param("number", number)
                .param("workflow", workflow)
                .param("publisher", publisher)
                .update();
    }

    @Test
    void thoseThatCameLaterTakeNothingFromTheFirst() {
        more(2000, "release.yml");

        String token = publishing.uploadToken();

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        assertThat(publishing.introspect(token).path("projects").size()).isEqualTo(1000);
    }

    @Test
    void whoeverIsNotLookedAtIsToldSo() {
        more(1000, "other.yml");
        publishing.publisher(publishing.project("-late"), Map.of("environment", "late"));
        publishing.removePublisher(publishing.project(), Long.toString(publisher));

        HttpResponse<String> response =
                publishing.mint(publishing.job().claim("environment", "late"));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response))
                .contains("\"other.yml\"")
                .contains(" Only the oldest 1000 publishers with these names are looked at (");
    }

    @Test
    void aForwardAuthAnswerThatWouldNotFitIntoAHeaderIsARefusal() {
        more(100, "release.yml");
        String token = publishing.uploadToken();

        HttpResponse<String> response = authorize(token, "");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
        assertThat(code(response)).isEqualTo("wrong-project");
        assertThat(description(response)).contains("more projects than a header can name");
        assertThat(authorize(token, publishing.project()).statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> authorize(String token, String project) {
        HttpRequest.Builder request =
                publishing.onHost("/_/authorize/pypi").header("Authorization", "Bearer " + token);
        return publishing
                .client()
                .send(
                        project.isEmpty()
                                ? request
                                : request.header("X-Imprimatur-Project", project));
    }
}
