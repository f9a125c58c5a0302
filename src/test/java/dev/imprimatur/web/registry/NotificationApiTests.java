package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemFormat;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What one hears of by mail, over REST. */
@ServiceTest
class NotificationApiTests {

    private static final String PATH = "/_/api/v1/me/notifications";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private final String name = TestPeople.newName();

    @Test
    void whoNeverChoseHearsOfEverything() {
        JsonNode settings = ServiceClient.json(person().get(PATH));

        assertThat(settings.get("configured").booleanValue()).isTrue();
        assertThat(settings.get("address").stringValue()).isEqualTo(name + "@staff.test");
        assertThat(settings.get("mail").booleanValue()).isTrue();
        assertThat(settings.get("silent").toString()).isEqualTo("[]");
        assertThat(settings.get("types").values())
                .filteredOn(type -> type.get("always").booleanValue())
                .extracting(type -> type.get("type").stringValue())
                .containsExactly("api-token-leaked", "pin-mismatch", "token-leaked");
        assertThat(settings.get("types").values())
                .filteredOn(type -> type.get("sent").booleanValue())
                .extracting(type -> type.get("type").stringValue())
                .containsExactly("project-removed");
    }

    @Test
    void whatTheDocumentationSetsIsSet() throws IOException {
        String example =
                Files.readString(Path.of("docs/notifications.md"))
                        .lines()
                        .filter(line -> line.startsWith("    {\"mail\""))
                        .findFirst()
                        .orElseThrow()
                        .strip();

        HttpResponse<String> answer = person().put(PATH, example);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(person().get(PATH).body());
        assertThat(ServiceClient.json(answer).get("silent").toString())
                .isEqualTo("[\"exchange-refused\",\"token-revoked\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"silent\": []}; mail",
                "{\"mail\": null, \"silent\": []}; mail",
                "{\"mail\": true}; silent",
                "{\"mail\": true, \"silent\": null}; silent",
                "{\"mail\": true, \"silent\": [\"token-revoked\", \"token-leaked\"]}; silent[1]",
                "{\"mail\": true, \"silent\": [\"switch-changed\"]}; silent[0]",
                "{\"mail\": true, \"silent\": [\"token-minted\"]}; silent[0]",
                "{\"mail\": true, \"silent\": [\"*\"]}; silent[0]",
                "{\"mail\": true, \"silent\": [null]}; silent[0]",
                "{\"mail\": true, \"silent\": [\"<b>\"]}; silent[0]",
            })
    void whatIsNoChoiceIsRefusedWithItsField(String body, String field) {
        JsonNode problem = ProblemFormat.check(person().put(PATH, body), 422, "invalid-fields");

        assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo(field);
        assertThat(person().get(PATH).body()).contains("\"silent\":[]", "\"mail\":true");
    }

    @Test
    void anApiTokenReadsAndDoesNotChoose() {
        People people = new People(port, jdbc, tokens);
        Account account = people.account();
        ServiceClient token = people.as(account, Scope.ADMIN);

        assertThat(ServiceClient.json(token.get(PATH)).get("address").stringValue())
                .isEqualTo(account.email());
        ProblemFormat.check(token.put(PATH, "{\"mail\": false, \"silent\": []}"), 403, "forbidden");
        ProblemFormat.check(people.as(null, Scope.ADMIN).get(PATH), 403, "forbidden");
    }

    @Test
    void anAccountWithoutAnAddressIsToldSo() {
        person().get(PATH);
        jdbc.sql("UPDATE account SET email = NULL WHERE name = :name").param("name", name).update();
        ServiceClient withoutAddress =
                new ServiceClient(port)
                        .with(
                                "Bearer "
                                        + TestPeople.accessToken(name)
                                                .withoutClaim("email")
                                                .text());

        assertThat(ServiceClient.json(withoutAddress.get(PATH)).get("address").isNull()).isTrue();
    }

    private ServiceClient person() {
        return TestPeople.as(port, name);
    }
}
