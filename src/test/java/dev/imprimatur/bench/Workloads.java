package dev.imprimatur.bench;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs of the seeded repositories that ask for upload tokens, each with an identity token of its
 * own.
 */
final class Workloads {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A repository of the seed that is bound to its ids, and one of its files. */
    private static final int REPOSITORY = 54_321;

    private static final int FILE = 2 * REPOSITORY + 1;

    private final ServiceClient client;
    private final int ahead;
    private final Map<String, Queue<String>> signed = new HashMap<>();

    /**
     * Jobs.
     *
     * @param ahead how many tokens are signed before the clock is looked at: signing is the
     *     provider's work
     */
    Workloads(ServiceClient client, int ahead) {
        this.client = client;
        this.ahead = ahead;
    }

    void exchange() {
        ask("exchange", 200, () -> job(REPOSITORY, "release-" + FILE + ".yml"));
    }

    void nearMiss() {
        ask("near miss", 422, () -> job(REPOSITORY, "other.yml"));
    }

    void renamed() {
        ask(
                "renamed",
                422,
                () ->
                        job(REPOSITORY, "release-" + FILE + ".yml")
                                .claim("repository", "renamed/repo-1")
                                .claim("repository_owner", "renamed"));
    }

    void stranger() {
        ask("stranger", 422, () -> job(999_999_999, "release.yml"));
    }

    private void ask(String what, int status, Supplier<TestToken> job) {
        Queue<String> tokens = signed.computeIfAbsent(what, key -> sign(job));
        String token = tokens.isEmpty() ? job.get().text() : tokens.remove();
        HttpResponse<String> answer =
                client.send(
                        client.to("/_/oidc/mint-token")
                                .header("Host", Publishing.HOST)
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                JSON.writeValueAsString(Map.of("token", token)))));
        require(answer.statusCode() == status, what, answer);
    }

    private Queue<String> sign(Supplier<TestToken> job) {
        Queue<String> tokens = new ArrayDeque<>();
        for (int i = 0; i < ahead; i++) {
            tokens.add(job.get().text());
        }
        return tokens;
    }

    private static TestToken job(int repository, String file) {
        String owner = "owner-" + repository % 5000;
        String name = owner + "/repo-" + repository;
        String workflow = name + "/.github/workflows/" + file + "@refs/tags/v1.0";
        return TestToken.of(TestProviders.FIRST, Clock.systemUTC())
                .claim("aud", Publishing.AUDIENCE)
                .claim("repository", name)
                .claim("repository_owner", owner)
                .claim("repository_id", Integer.toString(1_000_000 + repository))
                .claim("repository_owner_id", Integer.toString(5_000_000 + repository % 5000))
                .claim("environment", "release")
                .claim("ref", "refs/tags/v1.0")
                .claim("workflow_ref", workflow)
                .claim("job_workflow_ref", workflow);
    }

    /** A wrong answer is not worth a time. */
    static void require(boolean right, String what, HttpResponse<String> answer) {
        if (!right) {
            throw new IllegalStateException(
                    "%s was answered with %d: %s"
                            .formatted(
                                    what,
                                    answer.statusCode(),
                                    answer.body()
                                            .substring(0, Math.min(500, answer.body().length()))));
        }
    }
}
