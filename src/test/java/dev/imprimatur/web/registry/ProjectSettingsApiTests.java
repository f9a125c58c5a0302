package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Projects that take uploads with an upload token alone, and what their index is told. */
@ServiceTest
class ProjectSettingsApiTests {

    private static final String ON = "{\"trusted_only\": true}";
    private static final String OFF = "{\"trusted_only\": false}";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private Registry registry;
    private ServiceClient admin;
    private String name;
    private String path;

    @BeforeEach
    void aProject() {
        registry = new Registry(port);
        admin = registry.admin;
        name = Registry.newName();
        path = Registry.projects("pypi") + "/" + name;
        admin.put(path, "{}");
    }

    @Test
    void theIndexIsToldAtOnceThatATokenIsRequired() {
        registry.addPublisher(name);
        assertThat(tokenRequired()).isFalse();

        JsonNode on = patched(ON);

        assertThat(on.get("trusted_only").booleanValue()).isTrue();
        assertThat(on.has("trusted_only_ends")).isFalse();
        assertThat(on.get("warnings")).isEmpty();
        assertThat(on.get("name").stringValue()).isEqualTo(name);
        assertThat(tokenRequired()).isTrue();
        assertThat(registry.events(name)).startsWith("project-trusted-only-on");
    }

    @Test
    void aRefusedUploadSaysWhetherTheIndexMayLookAtCredentialsOfItsOwn() {
        Publishing publishing = new Publishing(port);
        Map<String, String> password =
                Map.of("authorization", "Basic dXNlcjpwYXNzd29yZA==", "project", name);

        JsonNode before = ProblemFormat.check(publishing.ask(password), 403, "unknown-token");
        patched(ON);
        JsonNode after = ProblemFormat.check(publishing.ask(password), 403, "unknown-token");

        assertThat(before.get("token_required").booleanValue()).isFalse();
        assertThat(after.get("token_required").booleanValue()).isTrue();
    }

    @Test
    void switchingItOnWithoutAPublisherWarns() {
        assertThat(patched(ON).at("/warnings/0").stringValue()).contains("no trusted publisher");
        registry.addPublisher(name);
        assertThat(patched(ON).get("warnings")).isEmpty();
    }

    @Test
    @DisplayName("Switching it off takes effect after the cool-down of 72 h")
    void switchingItOffTakesEffectAfterTheCoolDown() {
        patched(ON);

        JsonNode ending = patched(OFF);
        JsonNode again = patched(OFF);

        assertThat(ending.get("trusted_only").booleanValue()).isTrue();
        assertThat(Instant.parse(ending.get("trusted_only_ends").stringValue()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(71)),
                        Instant.now().plus(Duration.ofHours(73)));
        assertThat(again.get("trusted_only_ends")).isEqualTo(ending.get("trusted_only_ends"));
        assertThat(tokenRequired()).isTrue();

        timePasses();

        assertThat(tokenRequired()).isFalse();
        JsonNode off = ServiceClient.json(admin.get(path));
        assertThat(off.get("trusted_only").booleanValue()).isFalse();
        assertThat(off.has("trusted_only_ends")).isFalse();
        assertThat(registry.events(name))
                .containsExactly(
                        "project-trusted-only-ending",
                        "project-trusted-only-on",
                        "project-created");
    }

    @Test
    void switchingItOnAgainStopsTheEnd() {
        patched(ON);
        patched(OFF);

        JsonNode on = patched(ON);
        timePasses();

        assertThat(on.has("trusted_only_ends")).isFalse();
        assertThat(tokenRequired()).isTrue();
        assertThat(registry.events(name))
                .containsExactly(
                        "project-trusted-only-on",
                        "project-trusted-only-ending",
                        "project-trusted-only-on",
                        "project-created");
    }

    @Test
    void afterTheEndItCanBeSwitchedOnAnew() {
        patched(ON);
        patched(OFF);
        timePasses();

        patched(ON);

        assertThat(tokenRequired()).isTrue();
    }

    @Test
    void whoReadTheProjectBeforeGetsItAnewAfterAChange() {
        String seen = admin.get(path).headers().firstValue("ETag").orElseThrow();
        assertThat(ifNoneMatch(seen)).isEqualTo(304);

        patched(ON);

        assertThat(ifNoneMatch(seen)).isEqualTo(200);
    }

    private int ifNoneMatch(String tag) {
        return admin.send(admin.to(path).header("If-None-Match", tag).GET()).statusCode();
    }

    @Test
    void whatIsOffStaysOffWithoutAnEvent() {
        patched(OFF);

        assertThat(tokenRequired()).isFalse();
        assertThat(registry.events(name)).containsExactly("project-created");
    }

    @Test
    void aProjectThatIsNotThereRequiresNothing() {
        assertThat(policy(Registry.newName()).get("token_required").booleanValue()).isFalse();
    }

    @Test
    void anIndexAsksAboutItselfAlone() {
        ServiceClient index = admin.asIndex("pypi", Publishing.INDEX_SECRET);

        ProblemFormat.check(
                index.get("/_/api/v1/indexes/other/upload-policy?project=" + name),
                403,
                "forbidden");
        ProblemFormat.check(
                index.get("/_/api/v1/indexes/pypi/upload-policy?project=a/b"),
                422,
                "invalid-request");
        assertThat(index.get("/_/api/v1/indexes/pypi/upload-policy").statusCode())
                .isBetween(400, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"trusted_only\": null}"})
    void aChangeOfNothingIsRefused(String body) {
        ProblemFormat.check(admin.send("PATCH", path, body), 422, "invalid-fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"trusted_only\": \"true\"}", "{\"trusted_only\": 1}", "[]", "x"})
    void whatIsNoChangeIsRefused(String body) {
        assertThat(admin.send("PATCH", path, body).statusCode()).isIn(400, 422);
        assertThat(tokenRequired()).isFalse();
    }

    @Test
    void aProjectThatIsNotThereCannotBeChanged() {
        ProblemFormat.check(
                admin.send("PATCH", Registry.projects("pypi") + "/" + Registry.newName(), ON),
                404,
                "not-found");
    }

    private JsonNode patched(String body) {
        HttpResponse<String> answer = admin.send("PATCH", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ServiceClient.json(answer);
    }

    private boolean tokenRequired() {
        return policy(name.toUpperCase(java.util.Locale.ROOT)).get("token_required").booleanValue();
    }

    private JsonNode policy(String project) {
        HttpResponse<String> answer =
                admin.asIndex("pypi", Publishing.INDEX_SECRET)
                        .get("/_/api/v1/indexes/pypi/upload-policy?project=" + project);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ServiceClient.json(answer);
    }

    private void timePasses() {
        jdbc.sql(
                        """
                        UPDATE project SET trusted_only_ends = trusted_only_ends - interval '73 h'
                         WHERE normalized_name = :name
                        """)
                .param("name", name)
                .update();
    }
}
