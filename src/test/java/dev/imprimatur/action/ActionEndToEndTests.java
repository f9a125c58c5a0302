package dev.imprimatur.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.sandbox.RunningSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The script in a job of the sandbox's CI provider, against the real service. */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class ActionEndToEndTests {

    private static final Pattern VARIABLE = Pattern.compile("(?m)^export ([A-Z_]+)='(.*)'$");

    private static final String UPLOAD =
            """
            . examples/job.sh
            make_package "$HOME" "$1"
            curl --silent --write-out '%{http_code}\\n' --output /dev/null \\
              --user "__token__:$TWINE_PASSWORD" --form :action=file_upload \\
              --form protocol_version=1 --form metadata_version=2.1 --form "name=$PROJECT" \\
              --form "version=$1" --form filetype=sdist \\
              --form "content=@$HOME/$package;type=application/gzip" "$IMPRIMATUR_URL/legacy/"
            """;

    private static final Map<String, String> SECRETS =
            Map.of("pypi", "pypi:sandbox-index-secret", "files", "files:sandbox-files-secret");

    private final RunningSandbox sandbox;
    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();

    ActionEndToEndTests(RunningSandbox sandbox) throws IOException {
        this.sandbox = sandbox;
        this.directory = sandbox.newDirectory("job");
    }

    @Test
    void theTokenUploadsAndIsDeadAfterItIsBurnt() throws Exception {
        trust("pypi", "action-steps");
        Script script = job("action-steps").with("IMPRIMATUR_ENV", "TWINE_PASSWORD");

        Script.Ended fetched = script.run("token");

        assertThat(fetched.errors())
                .matches(
                        "imprimatur: an upload token of index pypi for [a-z -]*action-steps[a-z -]*,"
                                + " good until .*\n");
        assertThat(fetched.status()).isZero();
        String token = script.read("env").strip().replaceFirst("^TWINE_PASSWORD=", "");
        assertThat(upload(script.with("TWINE_PASSWORD", token), "1.0")).isEqualTo("200\n");
        assertThat(mayUpload("pypi", "action-steps", token).statusCode()).isEqualTo(201);

        assertThat(script.with("IMPRIMATUR_TOKEN", token).run("burn").errors())
                .isEqualTo("imprimatur: the upload token is burnt\n");

        assertThat(upload(script, "1.1")).isEqualTo("403\n");
        assertThat(mayUpload("pypi", "action-steps", token).body()).contains("revoked-token");
    }

    @Test
    void aCommandUploadsAndTheTokenIsDeadAfterIt() throws Exception {
        trust("pypi", "action-run");
        Script script =
                job("action-run")
                        .with("IMPRIMATUR_PROJECTS", "Action.Run")
                        .with("IMPRIMATUR_ENV", "TWINE_PASSWORD");

        Script.Ended ended =
                script.run(
                        "run",
                        "--",
                        "sh",
                        "-c",
                        "printf '%s' \"$TWINE_PASSWORD\" >\"$HOME/kept\"\n" + UPLOAD,
                        "upload",
                        "1.0");

        assertThat(ended.status()).as(ended.errors()).isZero();
        assertThat(ended.output()).endsWith("\n200\n");
        assertThat(ended.errors())
                .contains("an upload token of index pypi for Action.Run, good until")
                .endsWith("imprimatur: the upload token is burnt\n");
        assertThat(
                        mayUpload("pypi", "action-run", Files.readString(directory.resolve("kept")))
                                .body())
                .contains("revoked-token");
    }

    @Test
    void anIndexOfAnyKindIsServed() throws Exception {
        trust("files", "action-files.zip");
        Script script = job("action-files.zip").with("IMPRIMATUR_INDEX", "files");

        Script.Ended fetched = script.with("IMPRIMATUR_ENV", "UPLOAD").run("token");

        assertThat(fetched.errors())
                .startsWith(
                        "imprimatur: an upload token of index files for action-files.zip, good");
        String token = script.read("env").strip().replaceFirst("^UPLOAD=", "");
        assertThat(token).startsWith("imp_");
        assertThat(mayUpload("files", "action-files.zip", token).statusCode()).isEqualTo(201);

        assertThat(script.with("IMPRIMATUR_TOKEN", token).run("burn").status()).isZero();

        assertThat(mayUpload("files", "action-files.zip", token).body()).contains("revoked-token");
    }

    @Test
    void aRefusalIsExplained() throws Exception {
        trust("pypi", "action-refused");

        Script.Ended ended = job("action-refused&workflow_file=other.yml").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors())
                .startsWith("::error title=Imprimatur%3A invalid-publisher::The exchange was")
                .contains("release.yml")
                .contains("%0AWhat to do: For a maintainer of the project: Compare the publisher")
                .hasLineCount(1);
        assertThat(Files.readString(Path.of("docs/clients/action.md")))
                .contains(
                        ended.errors()
                                .replaceFirst("\\(attempt [0-9a-z]+\\)", "(attempt 5nk1td9cyb)"));
        assertThat(directory.resolve("output")).doesNotExist();
    }

    @Test
    void anIndexThatIsNotThereIsNamed() throws Exception {
        Script.Ended ended = job("any").with("IMPRIMATUR_INDEX", "none").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors())
                .startsWith("::error title=Imprimatur%3A not-found::The question for the audience");
    }

    private Script job(String repository) throws Exception {
        Script script =
                new Script(directory)
                        .with("IMPRIMATUR_URL", sandbox.url())
                        .with("IMPRIMATUR_INDEX", "pypi")
                        .with("PROJECT", repository)
                        .with("GITHUB_ENV", directory.resolve("env").toString())
                        .with("GITHUB_OUTPUT", directory.resolve("output").toString());
        String environment =
                send(HttpRequest.newBuilder(
                                        URI.create(
                                                sandbox.url()
                                                        + "/sandbox/ci/env?repository=octo-org/"
                                                        + repository))
                                .build())
                        .body();
        VARIABLE.matcher(environment)
                .results()
                .forEach(found -> script.with(found.group(1), found.group(2)));
        return script;
    }

    private String upload(Script script, String version) throws Exception {
        return script.step("set -- " + version + "\n" + UPLOAD).output();
    }

    private void trust(String index, String project) throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                sandbox.url()
                                                        + "/_/api/v1/indexes/%s/projects/%s/publishers"
                                                                .formatted(index, project)))
                                .header("Authorization", "Bearer " + sandbox.adminToken())
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                """
                                                {"provider": "sandbox-ci", "fields": {"owner": "octo-org",
                                                 "repository": "%s", "workflow": "release.yml"}}
                                                """
                                                        .formatted(project)))
                                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> mayUpload(String index, String project, String token)
            throws Exception {
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        sandbox.url() + "/_/api/v1/indexes/" + index + "/uploads"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        requireNonNull(SECRETS.get(index))
                                                                .getBytes(UTF_8)))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"token\":\"%s\",\"project\":\"%s\"}"
                                                .formatted(token, project)))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }
}
