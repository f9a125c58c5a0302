package dev.imprimatur.bench.load;

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

/** How many uploads an index may ask about, by decision and by introspection. */
final class DecisionPart implements Part {

    private static final int TOKENS = 1_000;
    private static final int BODIES = 20_000;

    private static final String UPLOADS = "/_/api/v1/indexes/pypi/uploads";
    private static final String INTROSPECTION = "/_/oauth2/introspect";

    private static final String BASIC =
            "Authorization: Basic "
                    + Base64.getEncoder()
                            .encodeToString(
                                    ("pypi:" + Stage.INDEX_SECRET)
                                            .getBytes(StandardCharsets.UTF_8));

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public void measure(Bench bench, Report report) {
        List<String> tokens = mint(bench);
        Path uploads =
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
        Path introspections = bench.jobs().write(BODIES, i -> "token=" + tokens.get(i % TOKENS));
        ServiceProcess service = bench.service();
        bench.stage().run(HotStatements.tokens(TOKENS), "VACUUM ANALYZE upload_token");
        Map<String, String> values =
                HotStatements.decisionValues(
                        Long.parseLong(bench.stage().ask(HotStatements.FIRST_TOKEN)),
                        Long.parseLong(bench.stage().ask(HotStatements.FIRST_PUBLISHER)));
        List<Figure> figures =
                new Rounds()
                        .with(
                                "upload decision, statements alone",
                                () -> bench.statements(HotStatements.decision(TOKENS), values))
                        .with(
                                "upload decision",
                                () -> bench.send(service, UPLOADS, uploads, Bench.TIME, BASIC))
                        .with(
                                "introspection, statement alone",
                                () ->
                                        bench.statements(
                                                HotStatements.introspection(TOKENS), Map.of()))
                        .with(
                                "introspection",
                                () ->
                                        bench.send(
                                                service,
                                                INTROSPECTION,
                                                introspections,
                                                Bench.TIME,
                                                BASIC,
                                                "Content-Type: application/x-www-form-urlencoded"))
                        .measure(Bench.ROUNDS);
        report.add(name(), figures);
        report.ratio("upload decision ÷ its statements", figures.get(1), figures.get(0), 0.80);
        report.ratio("introspection ÷ its statement", figures.get(3), figures.get(2), null);
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
