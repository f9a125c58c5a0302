package dev.imprimatur.bench.load;

import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * CI jobs of the seeded repositories with their identity tokens, shaped like GitHub's and signed
 * before the clock is looked at: signing is the provider's work.
 */
final class Jobs {

    private final TestIssuer issuer;
    private final Path directory;
    private final int first;
    private final int repositories;

    /** So many times as one run writes token files. */
    private int files;

    /**
     * Jobs.
     *
     * @param directory for the files with their requests
     * @param repositories how many there are, of which any job may be
     */
    Jobs(TestIssuer issuer, Path directory, int repositories) {
        this(issuer, directory, 0, repositories);
    }

    /**
     * Jobs of some of the repositories.
     *
     * @param directory for the files with their requests, and nobody else's
     */
    Jobs(TestIssuer issuer, Path directory, int first, int repositories) {
        this.issuer = issuer;
        this.directory = directory;
        this.first = first;
        this.repositories = repositories;
    }

    /** Requests for upload tokens, one a line, each with an identity token of its own. */
    Path exchanges(int count) {
        RandomGenerator random = RandomGenerator.getDefault();
        int[] of =
                IntStream.range(0, count).map(i -> first + random.nextInt(repositories)).toArray();
        return write(count, i -> body(job(of[i]).text()));
    }

    static String body(String token) {
        return "{\"token\":\"" + token + "\"}";
    }

    /** A job of the n-th repository, as the registry has it. */
    TestToken job(int repository) {
        String owner = Registry.owner(repository);
        String name = owner + "/" + Registry.repository(repository);
        String workflow = name + "/.github/workflows/release.yml@refs/tags/v1.0";
        return TestToken.of(issuer, Clock.systemUTC())
                .claim("aud", Stage.AUDIENCE)
                .claim("sub", "repo:" + name + ":environment:release")
                .claim("repository", name)
                .claim("repository_owner", owner)
                .claim("repository_id", Registry.repositoryId(repository))
                .claim("repository_owner_id", Registry.ownerId(repository))
                .claim("workflow_ref", workflow)
                .claim("job_workflow_ref", workflow);
    }

    Path write(int count, IntFunction<String> line) {
        Path file = directory.resolve("requests-" + files++ + ".jsonl");
        try {
            Files.write(file, IntStream.range(0, count).parallel().mapToObj(line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
