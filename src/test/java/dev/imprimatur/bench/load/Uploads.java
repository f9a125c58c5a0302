package dev.imprimatur.bench.load;

import dev.imprimatur.bench.load.Rounds.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What an index asks about uploads, with upload tokens of the first repositories. */
final class Uploads {

    static final int TOKENS = 1_000;
    private static final int BODIES = 20_000;

    static final String UPLOADS = "/_/api/v1/indexes/pypi/uploads";
    static final String INTROSPECTION = "/_/oauth2/introspect";

    static final String CREDENTIALS =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString(
                                    ("pypi:" + Stage.INDEX_SECRET)
                                            .getBytes(StandardCharsets.UTF_8));

    private static final String BASIC = "Authorization: " + CREDENTIALS;

    private final Bench bench;
    private final Path decisions;
    private final Path introspections;

    Uploads(Bench bench) {
        this.bench = bench;
        List<String> tokens = mint(bench);
        this.decisions =
                bench.jobs()
                        .write(
                                BODIES,
                                i ->
                                        JsonMapper.shared()
                                                .writeValueAsString(
                                                        Map.of(
                                                                "token", tokens.get(i % TOKENS),
                                                                "project", "sample-" + i % TOKENS,
                                                                "version", "1.0." + i,
                                                                "filename", "sample-" + i + ".whl",
                                                                "sha256", "ab".repeat(32))));
        this.introspections = bench.jobs().write(BODIES, i -> "token=" + tokens.get(i % TOKENS));
    }

    Sample decide(ServiceProcess asked) {
        return bench.send(asked, UPLOADS, decisions, Bench.TIME, BASIC);
    }

    Sample introspect(ServiceProcess asked) {
        return bench.send(
                asked,
                INTROSPECTION,
                introspections,
                Bench.TIME,
                BASIC,
                "Content-Type: application/x-www-form-urlencoded");
    }

    /** Upload tokens of the first repositories, by exchange. */
    private static List<String> mint(Bench bench) {
        List<String> tokens = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < TOKENS; i++) {
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(URI.create(bench.service().url(Bench.MINT)))
                                        .header("Host", Stage.HOST)
                                        .POST(
                                                BodyPublishers.ofString(
                                                        Jobs.body(bench.jobs().job(i).text())))
                                        .build(),
                                BodyHandlers.ofString());
                tokens.add(JsonMapper.shared().readTree(answer.body()).path("token").asString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return tokens;
    }
}
