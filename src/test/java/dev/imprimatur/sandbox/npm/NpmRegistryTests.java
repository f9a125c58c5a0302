package dev.imprimatur.sandbox.npm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.routerFunctions;

import dev.imprimatur.sandbox.index.StubbedImprimatur;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NpmRegistryTests {

    /** Of the four bytes {@code test}. */
    private static final String DIST =
            """
            "dist": {"shasum": "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
             "integrity": "sha512-7iaw3Ur350mqGo7jwQrpkj9hiYB3Lkc/iBml1JQODbJ6wYX4oOHV+E+IvIh/1nsUNzLDBMxfqa2Ob1f1ACio/w=="}\
            """;

    private static final String SHA256 =
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static final String DOCUMENT =
            """
            {"name": "@acme/sample", "dist-tags": {"latest": "1.0.0"},
             "versions": {"1.0.0": {"name": "@acme/sample", "version": "1.0.0", %s}},
             "_attachments": {"@acme/sample-1.0.0.tgz": {"data": "dGVzdA=="}}}
            """
                    .formatted(DIST);

    private final StubbedImprimatur imprimatur = new StubbedImprimatur();
    private final MockMvc registry;

    NpmRegistryTests(@TempDir Path directory) throws IOException {
        registry =
                routerFunctions(
                                new NpmRegistry(imprimatur.url(), "npm", "s3cret", directory)
                                        .routes())
                        .build();
    }

    @AfterEach
    void stop() {
        imprimatur.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/npm/@acme%2fsample", "/npm/@acme/sample"})
    void anAllowedVersionIsStoredAndServed(String path) throws Exception {
        assertThat(publish(path, DOCUMENT).getStatus()).isEqualTo(201);

        assertThat(imprimatur.questions())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.path()).isEqualTo("/_/api/v1/indexes/npm/uploads");
                            assertThat(it.body().path("authorization").asString())
                                    .isEqualTo("Bearer imp_x");
                            assertThat(it.body().path("project").asString())
                                    .isEqualTo("@acme/sample");
                            assertThat(it.body().path("version").asString()).isEqualTo("1.0.0");
                            assertThat(it.body().path("filename").asString())
                                    .isEqualTo("sample-1.0.0.tgz");
                            assertThat(it.body().path("sha256").asString()).isEqualTo(SHA256);
                        });
        JsonNode packument = JsonMapper.shared().readTree(answer(path).getContentAsString(UTF_8));
        assertThat(packument.at("/dist-tags/latest").asString()).isEqualTo("1.0.0");
        String tarball = packument.at("/versions/1.0.0/dist/tarball").asString();
        assertThat(tarball).isEqualTo(imprimatur.url() + "/npm/@acme/sample/-/sample-1.0.0.tgz");
        assertThat(answer(URI.create(tarball).getPath()).getContentAsString(UTF_8))
                .isEqualTo("test");
    }

    @Test
    void aRefusalIsWhereNpmLooksForIt() throws Exception {
        imprimatur.answers(
                403,
                "{\"errors\": [{\"code\": \"expired-token\", \"description\": \"it is over\"}]}");

        MockHttpServletResponse answer = publish("/npm/@acme%2fsample", DOCUMENT);

        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getContentAsString(UTF_8))
                .isEqualTo("{\"error\":\"expired-token: it is over\"}");
        assertThat(answer("/npm/@acme%2fsample").getStatus()).isEqualTo(404);
    }

    @Test
    void anImprimaturThatIsDownIsNoRefusal() throws Exception {
        imprimatur.close();

        assertThat(publish("/npm/@acme%2fsample", DOCUMENT).getStatus()).isEqualTo(503);
        assertThat(answer("/npm/@acme%2fsample").getStatus()).isEqualTo(404);
    }

    @Test
    void aVersionNeverChanges() throws Exception {
        publish("/npm/@acme%2fsample", DOCUMENT);

        assertThat(publish("/npm/@acme%2fsample", DOCUMENT).getStatus()).isEqualTo(403);
        assertThat(imprimatur.questions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    sha512-7,              sha512-8,         integrity is not the digest of the tarball
                    a94a8f,                a94a80,           shasum is not the digest of the tarball
                    dGVzdA==,              dGVzdQ==,         integrity is not
                    dGVzdA==,              '!',              the tarball is not base64
                    "1.0.0":,              "1.0.1":,         the version is none
                    {"name": "@acme/sample", {"name": "other", the name is another one
                    .tgz,                  .zip,             _attachments must hold one tarball
                    """)
    void whatDoesNotFitIsRefusedBeforeAnybodyIsAsked(String part, String other, String reason)
            throws Exception {
        MockHttpServletResponse answer =
                publish("/npm/@acme%2fsample", DOCUMENT.replaceFirst("\\Q" + part, other));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getContentAsString(UTF_8)).contains(reason);
        assertThat(imprimatur.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/unknown",
                "/npm/@acme%2funknown",
                "/npm/@acme/sample/-/packument.json",
                "/npm/@acme/sample/-/..%2fsample.tgz",
                "/npm/unknown/-/x.tgz"
            })
    void nothingElseIsServed(String path) throws Exception {
        publish("/npm/@acme%2fsample", DOCUMENT);

        assertThat(answer(path).getStatus()).isEqualTo(404);
    }

    @Test
    void whoSendsNoTokenIsTold() throws Exception {
        MockHttpServletResponse answer =
                registry.perform(put(URI.create("/npm/sample")).content(DOCUMENT))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(imprimatur.questions()).isEmpty();
    }

    private MockHttpServletResponse publish(String path, String document) throws Exception {
        return registry.perform(
                        put(URI.create(path))
                                .header("Authorization", "Bearer imp_x")
                                .content(document))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse answer(String path) throws Exception {
        return registry.perform(get(URI.create(path))).andReturn().getResponse();
    }
}
