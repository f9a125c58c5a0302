package dev.imprimatur.sandbox.cargo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.routerFunctions;

import dev.imprimatur.sandbox.index.StubbedImprimatur;
import dev.imprimatur.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.json.JsonMapper;

class SampleRegistryTests {

    private static final String TOKEN = "imp_token";
    private static final String METADATA =
            """
            {"name": "Sample_Crate", "vers": "1.0.0", "authors": ["A"],
             "deps": [{"name": "other", "version_req": "^1.2", "features": ["x"],
                       "optional": false, "default_features": true, "target": null,
                       "kind": "normal", "registry": null, "explicit_name_in_toml": "renamed"}],
             "features": {"extra": ["renamed/x"]}, "links": null}
            """;

    private final Path directory;
    private final StubbedImprimatur imprimatur = new StubbedImprimatur();
    private final MockMvc registry;

    SampleRegistryTests(@TempDir Path temporary) throws IOException {
        directory = temporary.resolve("crates");
        registry =
                routerFunctions(
                                new SampleRegistry(imprimatur.url(), "cargo", "s3cret", directory)
                                        .routes())
                        .build();
    }

    @AfterEach
    void stop() {
        imprimatur.close();
    }

    @Test
    void anAllowedCrateIsStoredAndInTheIndex() throws Exception {
        MockHttpServletResponse answer = publish(body(METADATA, "content"));

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(answer.getContentAsString()).has("warnings"))
                .isTrue();
        assertThat(imprimatur.questions())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.path()).isEqualTo("/_/api/v1/indexes/cargo/uploads");
                            assertThat(it.authorization()).startsWith("Basic ");
                            assertThat(it.body())
                                    .isEqualTo(
                                            JsonMapper.shared()
                                                    .readTree(
                                                            """
                                                            {"authorization": "imp_token",
                                                             "project": "Sample_Crate",
                                                             "version": "1.0.0",
                                                             "filename": "Sample_Crate-1.0.0.crate",
                                                             "sha256": "%s"}
                                                            """
                                                                    .formatted(digest("content"))));
                        });
        assertThat(page("/crates/sa/mp/sample_crate", 200))
                .isEqualTo(
                        """
                        {"name":"Sample_Crate","vers":"1.0.0","deps":[{"name":"renamed",\
                        "req":"^1.2","features":["x"],"optional":false,"default_features":true,\
                        "target":null,"kind":"normal","registry":null,"package":"other"}],\
                        "cksum":"%s","features":{"extra":["renamed/x"]},"yanked":false,\
                        "links":null}
                        """
                                .formatted(digest("content")));
        assertThat(page("/crates/sa/mp/sample-crate", 200)).contains("Sample_Crate");
        assertThat(page("/api/v1/crates/Sample_Crate/1.0.0/download", 200)).isEqualTo("content");
    }

    @Test
    void theIndexSaysWhereTheApiIs() throws Exception {
        assertThat(JsonMapper.shared().readTree(page("/crates/config.json", 200)).toString())
                .contains("\"api\":\"" + imprimatur.url() + "\"")
                .contains("\"dl\":\"" + imprimatur.url() + "/api/v1/crates\"");
    }

    @ParameterizedTest
    @CsvSource({"a, 1/a", "ab, 2/ab", "Abc, 3/a/abc", "abcd, ab/cd/abcd", "Cargo-X, ca/rg/cargo-x"})
    void theIndexIsLaidOutAsCargoLooksForIt(String name, String path) throws Exception {
        publish(body(METADATA.replace("Sample_Crate", name), "content"));

        assertThat(page("/crates/" + path, 200)).contains("\"" + name + "\"");
        assertThat(page("/crates/" + name, 404)).contains("no such crate");
    }

    @Test
    void eachVersionIsALine() throws Exception {
        publish(body(METADATA, "content"));
        publish(body(METADATA.replace("1.0.0", "1.1.0-rc.1+x"), "other"));

        assertThat(page("/crates/sa/mp/sample_crate", 200).lines()).hasSize(2);
        assertThat(page("/api/v1/crates/sample-crate/1.1.0-rc.1+x/download", 200))
                .isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    403, 403, expired-token: it is over
                    422, 403, expired-token: it is over
                    401, 503, Imprimatur gave no decision
                    500, 503, Imprimatur gave no decision
                    """)
    void aRefusalSaysWhyAsCargoReadsIt(int theirs, int ours, String reason) throws Exception {
        imprimatur.answers(
                theirs,
                """
                {"errors": [{"code": "expired-token", "description": "it is over"}]}
                """);

        MockHttpServletResponse answer = publish(body(METADATA, "content"));

        assertThat(answer.getStatus()).isEqualTo(ours);
        assertThat(answer.getContentAsString())
                .isEqualTo("{\"errors\":[{\"detail\":\"" + reason + "\"}]}");
        assertThat(page("/crates/sa/mp/sample_crate", 404)).contains("no such crate");
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void withoutATokenNobodyIsAsked() throws Exception {
        MockHttpServletResponse answer =
                registry.perform(put("/api/v1/crates/new").content(body(METADATA, "content")))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getContentAsString()).contains("upload token");
        assertThat(imprimatur.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sample_Crate", "sample-crate"})
    void aVersionThatIsThereNeverChanges(String name) throws Exception {
        publish(body(METADATA, "content"));

        MockHttpServletResponse again =
                publish(body(METADATA.replace("Sample_Crate", name), "other"));

        assertThat(again.getStatus()).isEqualTo(400);
        assertThat(again.getContentAsString()).contains("there already");
        assertThat(page("/api/v1/crates/sample_crate/1.0.0/download", 200)).isEqualTo("content");
        assertThat(page("/crates/sa/mp/sample_crate", 200).lines()).hasSize(1);
        assertThat(imprimatur.questions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Sample_Crate, ../crate",
        "Sample_Crate, ''",
        "Sample_Crate, 1crate",
        "Sample_Crate, kebab case",
        "1.0.0, 1.0",
        "1.0.0, ../1.0.0",
        "1.0.0, ''"
    })
    void aWrongMemberIsRefused(String before, String after) throws Exception {
        assertThat(publish(body(METADATA.replace(before, after), "content")).getStatus())
                .isEqualTo(400);
        assertThat(imprimatur.questions()).isEmpty();
    }

    @Test
    void aBodyOfAnotherShapeIsRefused() throws Exception {
        byte[] whole = body(METADATA, "content");
        for (int end : new int[] {0, 3, 4, 100, whole.length - 1}) {
            assertThat(publish(Arrays.copyOf(whole, end)).getStatus()).isEqualTo(400);
        }
        assertThat(publish(Arrays.copyOf(whole, whole.length + 1)).getStatus()).isEqualTo(400);
        assertThat(publish(new byte[] {-1, -1, -1, -1, 0}).getStatus()).isEqualTo(400);
        assertThat(publish(body("not json", "content")).getStatus()).isEqualTo(400);
        assertThat(publish(body("[]", "content")).getStatus()).isEqualTo(400);
        assertThat(imprimatur.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/crates/un/kn/unknown",
                "/crates/%2e%2e/secret",
                "/api/v1/crates/sample-crate/%2e%2e%2fsecret/download",
                "/api/v1/crates/%2e%2e/secret/download"
            })
    void nothingOutsideIsServed(String path) throws Exception {
        publish(body(METADATA, "content"));
        Files.writeString(directory.resolveSibling("secret.crate"), "secret");
        Files.writeString(directory.resolve("secret.crate"), "secret");

        assertThat(page(path, 404)).doesNotContain("secret");
    }

    private MockHttpServletResponse publish(byte[] body) throws Exception {
        return registry.perform(
                        put("/api/v1/crates/new").header("Authorization", TOKEN).content(body))
                .andReturn()
                .getResponse();
    }

    private static byte[] body(String metadata, String content) {
        byte[] json = metadata.getBytes(UTF_8);
        byte[] crate = content.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length + crate.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(json.length)
                .put(json)
                .putInt(crate.length)
                .put(crate)
                .array();
    }

    private String page(String path, int status) throws Exception {
        MockHttpServletResponse answer =
                registry.perform(get(URI.create(path))).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        return answer.getContentAsString(UTF_8);
    }

    private static String digest(String content) {
        return HexFormat.of().formatHex(Secret.sha256(content.getBytes(UTF_8)));
    }
}
