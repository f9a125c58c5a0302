package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.routerFunctions;

import dev.imprimatur.secret.Secret;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMultipartHttpServletRequestBuilder;

class SampleIndexTests {

    private static final String FILENAME = "sample_project-1.0.tar.gz";
    private static final String AUTHORIZATION = "Basic X190b2tlbl9fOng=";

    private final Path directory;
    private final StubbedImprimatur imprimatur = new StubbedImprimatur();
    private final MockMvc index;

    SampleIndexTests(@TempDir Path temporary) throws IOException {
        directory = temporary.resolve("packages");
        index =
                routerFunctions(
                                new SampleIndex(imprimatur.url(), "pypi", "s3cret", directory)
                                        .routes())
                        .build();
    }

    @AfterEach
    void stop() {
        imprimatur.close();
    }

    @Test
    void anAllowedUploadIsStoredAndListed() throws Exception {
        MockHttpServletResponse answer = upload(form(), FILENAME, "content");

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(imprimatur.questions())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.path()).isEqualTo("/_/api/v1/indexes/pypi/uploads");
                            assertThat(it.authorization()).isEqualTo("Basic cHlwaTpzM2NyZXQ=");
                            assertThat(it.body().toString())
                                    .contains(AUTHORIZATION, "sample-project", FILENAME)
                                    .contains(digest("content"));
                        });
        String link = "/packages/sample-project/" + FILENAME;
        assertThat(page("/simple/sample-project/", 200))
                .contains("href=\"" + link + "#sha256=" + digest("content") + "\"");
        assertThat(page("/simple/", 200)).contains("href=\"/simple/sample-project/\"");
        assertThat(page(link, 200)).isEqualTo("content");
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
    void aRefusalSaysWhyInItsReasonPhraseAndInItsBody(int theirs, int ours, String reason)
            throws Exception {
        imprimatur.answers(
                theirs,
                """
                {"errors": [{"code": "expired-token", "description": "it is over"}]}
                """);
        MockHttpServletResponse answer = upload(form(), FILENAME, "content");

        assertThat(answer.getStatus()).isEqualTo(ours);
        assertThat(answer.getHeader(ReasonPhraseProtocol.HEADER)).isEqualTo(reason);
        assertThat(answer.getContentAsString(UTF_8)).isEqualTo(reason + "\n");
        assertThat(stored()).isEmpty();
    }

    @Test
    void anImprimaturThatIsDownIsNoRefusal() throws Exception {
        imprimatur.close();

        assertThat(upload(form(), FILENAME, "content").getStatus()).isEqualTo(503);
        assertThat(stored()).isEmpty();
    }

    @Test
    void withoutCredentialsNobodyIsAsked() throws Exception {
        MockHttpServletResponse answer = index.perform(post("/legacy/")).andReturn().getResponse();

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Basic ");
        assertThat(imprimatur.questions()).isEmpty();
    }

    @Test
    void aFormThatTheContainerCannotReadIsTheUploadersMistake() throws Exception {
        assertThat(upload(new IOException("no boundary")).getStatus()).isEqualTo(400);
        assertThat(upload(new IllegalStateException("too large")).getStatus()).isEqualTo(413);
        assertThat(imprimatur.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample_project-1.0.tar.gz",
                "sample_project-1.0/../../x.tar.gz",
                "/sample_project-1.0.tar.gz",
                "sample_project-1.0\\x.tar.gz",
                "sample_project-1.0.tar.gz\n",
                "sample_project-1.0\0.tar.gz",
                ".sample_project-1.0.tar.gz",
                "sample_project-1.0.exe",
                "<b>sample_project-1.0.tar.gz",
                "other-1.0.tar.gz",
                ""
            })
    void aFilenameThatIsNoPackageFilesIsRefused(String filename) throws Exception {
        assertThat(upload(form(), filename, "content").getStatus()).isEqualTo(400);
        assertThat(imprimatur.questions()).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "name, ..",
        "name, ../sample-project",
        "name, ''",
        "name, sample project",
        "version, ''",
        "version, 1/0",
        ":action, submit",
        "filetype, bdist_egg",
        "sha256_digest, 0000"
    })
    void aWrongFieldIsRefused(String field, String value) throws Exception {
        Map<String, String> form = form();
        form.put(field, value);

        assertThat(upload(form, FILENAME, "content").getStatus()).isEqualTo(400);
        assertThat(imprimatur.questions()).isEmpty();
    }

    @Test
    void theAnnouncedDigestMayBeInAnyCase() throws Exception {
        Map<String, String> form = form();
        form.put("sha256_digest", digest("content").toUpperCase(Locale.ROOT));

        assertThat(upload(form, FILENAME, "content").getStatus()).isEqualTo(200);
    }

    @Test
    void aFileNeverChangesButMayBeRepeated() throws Exception {
        upload(form(), FILENAME, "content");

        assertThat(upload(form(), FILENAME, "content").getStatus()).isEqualTo(200);
        assertThat(upload(form(), FILENAME, "other").getStatus()).isEqualTo(400);
        assertThat(page("/packages/sample-project/" + FILENAME, 200)).isEqualTo("content");
        assertThat(imprimatur.questions()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/simple/Sample_Project/",
                "/simple/sample.project",
                "/simple/SAMPLE-project"
            })
    void anotherSpellingIsSentToTheNormalisedOne(String path) throws Exception {
        MockHttpServletResponse answer = index.perform(get(path)).andReturn().getResponse();

        assertThat(answer.getStatus()).isEqualTo(301);
        assertThat(answer.getHeader("Location")).isEqualTo("/simple/sample-project/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/simple/unknown/",
                "/simple/%2e%2e/",
                "/packages/sample-project/%2e%2e%2fsecret",
                "/packages/%2e%2e/secret",
                "/packages/unknown/x.whl"
            })
    void nothingOutsideIsServed(String path) throws Exception {
        Files.createDirectories(directory.resolve("sample-project"));
        Files.writeString(directory.resolveSibling("secret"), "secret");
        Files.writeString(directory.resolve("secret"), "secret");

        assertThat(page(path, 404)).doesNotContain("secret");
    }

    private static Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put(":action", "file_upload");
        form.put("name", "Sample.Project");
        form.put("version", "1.0");
        form.put("filetype", "sdist");
        form.put("sha256_digest", "");
        return form;
    }

    private MockHttpServletResponse upload(
            Map<String, String> form, String filename, String content) throws Exception {
        MockMultipartHttpServletRequestBuilder request = multipart("/legacy/");
        form.forEach(request::param);
        request.part(new MockPart("content", filename, content.getBytes(UTF_8)));
        request.header("Authorization", AUTHORIZATION);
        return index.perform(request).andReturn().getResponse();
    }

    private MockHttpServletResponse upload(Exception unreadable) throws Exception {
        return index.perform(
                        context -> {
                            MockHttpServletRequest request =
                                    new MockHttpServletRequest(context, "POST", "/legacy/") {
                                        @Override
                                        public Part getPart(String name)
                                                throws IOException, ServletException {
                                            if (unreadable instanceof IOException broken) {
                                                throw broken;
                                            }
                                            throw (IllegalStateException) unreadable;
                                        }
                                    };
                            request.addHeader("Authorization", AUTHORIZATION);
                            request.addHeader("Content-Type", "multipart/form-data");
                            return request;
                        })
                .andReturn()
                .getResponse();
    }

    private String page(String path, int status) throws Exception {
        MockHttpServletResponse answer =
                index.perform(get(URI.create(path))).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        return answer.getContentAsString(UTF_8);
    }

    private List<Path> stored() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static String digest(String content) {
        return HexFormat.of().formatHex(Secret.sha256(content.getBytes(UTF_8)));
    }
}
