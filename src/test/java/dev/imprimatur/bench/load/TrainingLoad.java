package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an instance is asked so that its JVM learns what matters: mostly exchanges and what indexes
 * ask, in the proportions of a working day some refusals, calls of the API and pages.
 */
final class TrainingLoad {

    private static final int AT_A_TIME = 16;
    private static final int EXCHANGES = 12_000;
    private static final int DECISIONS = 6_000;
    private static final int REFUSALS = 400;
    private static final int CALLS = 100;

    private static final List<String> API =
            List.of(
                    "/_/api/v1/me",
                    "/_/api/v1/providers",
                    "/_/api/v1/indexes/pypi/projects",
                    "/_/api/v1/indexes/pypi/projects/sample-1",
                    "/_/api/v1/indexes/pypi/projects/sample-1/publishers",
                    "/_/api/v1/events?project=pypi/sample-1",
                    "/actuator/prometheus");

    private static final List<String> OPEN =
            List.of(
                    "/_/",
                    "/_/sign-in",
                    "/_/oidc/audience",
                    "/.well-known/pytp?discover=%2Flegacy%2F",
                    "/actuator/health/readiness");

    private final Stage stage;
    private final ServiceProcess service;
    private final Jobs jobs;
    private final int repositories;
    private final HttpClient client = HttpClient.newHttpClient();

    TrainingLoad(Stage stage, ServiceProcess service, int repositories) {
        this.stage = stage;
        this.service = service;
        this.repositories = repositories;
        this.jobs = new Jobs(stage.issuer(), stage.scratch(), repositories);
    }

    /**
     * All of it, once.
     *
     * @throws IllegalStateException where what should go well does not: the cache would be of
     *     something else
     */
    void run() {
        List<String> identityTokens = signed();
        List<String> tokens =
                together(EXCHANGES, i -> exchange(identityTokens.get(i)), 200).stream()
                        .map(
                                answer ->
                                        JsonMapper.shared()
                                                .readTree(answer)
                                                .path("token")
                                                .asString())
                        .toList();
        Forged.Taken taken = new Forged.Taken(identityTokens);
        for (Forged kind : Forged.values()) {
            together(REFUSALS, i -> exchange(kind.token(jobs, taken, i % repositories)), 422);
        }
        together(DECISIONS, i -> decision(tokens.get(i), i), 201);
        together(DECISIONS, i -> introspection(tokens.get(i)), 200);
        String bearer = "Bearer " + adminToken();
        API.forEach(path -> together(CALLS, i -> get(path).header("Authorization", bearer), 200));
        OPEN.forEach(path -> together(CALLS, i -> get(path), 0));
        client.close();
    }

    private List<String> signed() {
        return IntStream.range(0, EXCHANGES)
                .parallel()
                .mapToObj(i -> jobs.job(i % repositories).text())
                .toList();
    }

    private HttpRequest.Builder exchange(String identityToken) {
        return request(Bench.MINT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Jobs.body(identityToken)));
    }

    private HttpRequest.Builder decision(String token, int number) {
        int repository = number % repositories;
        return request(Uploads.UPLOADS)
                .header("Authorization", Uploads.CREDENTIALS)
                .header("Content-Type", "application/json")
                .POST(
                        BodyPublishers.ofString(
                                JsonMapper.shared()
                                        .writeValueAsString(
                                                Map.of(
                                                        "token", token,
                                                        "project", "sample-" + repository,
                                                        "version", "1.0." + number,
                                                        "filename", "sample-" + number + ".whl",
                                                        "sha256", "ab".repeat(32)))));
    }

    private HttpRequest.Builder introspection(String token) {
        return request(Uploads.INTROSPECTION)
                .header("Authorization", Uploads.CREDENTIALS)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token));
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url(path))).header("Host", Stage.HOST);
    }

    private String adminToken() {
        try {
            return Files.readString(stage.scratch().resolve("training").resolve("admin-api-token"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The bodies of the answers.
     *
     * @param status that each has to have; 0: any
     */
    private List<String> together(
            int count, IntFunction<HttpRequest.Builder> requests, int status) {
        String[] answers = new String[count];
        try (ExecutorService askers = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> asked =
                    IntStream.range(0, count)
                            .<Future<?>>mapToObj(
                                    i ->
                                            askers.submit(
                                                    () ->
                                                            answers[i] =
                                                                    ask(requests.apply(i), status)))
                            .toList();
            for (Future<?> each : asked) {
                each.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("The training came to an end", e);
        }
        return Arrays.asList(answers);
    }

    private String ask(HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString(UTF_8));
        if (status != 0 && answer.statusCode() != status) {
            throw new IllegalStateException(
                    "%s was answered with %d: %s"
                            .formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
