package dev.imprimatur.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.forge.TestForge;
import dev.imprimatur.forge.TestForges;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.publisher.PinResolution.Refused;
import dev.imprimatur.publisher.PinResolution.Resolution;
import dev.imprimatur.publisher.PinResolution.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a registration makes of what a forge says. */
class PinResolutionTests {

    private static final Instant DEADLINE = Instant.parse("2026-01-22T12:00:00Z");
    private static final String HIDDEN =
            "GitHub shows no repository of this name: there is none, or it is private.";

    private final TestForge forge = TestForge.start();
    private final TestForges forges = TestForges.gitHub(forge, new TestClock(), "    budget: 10s");
    private final PinResolution resolution = new PinResolution(forges.forges);

    @AfterEach
    void close() {
        forges.close();
        forge.close();
    }

    @Test
    void manyAreResolvedInTheirOrder() {
        forge.gitHub("octo-org/public", 65, 74)
                .at("/users/octo-org", Answer.body("{}"))
                .at("/repos/octo-org/broken", Answer.status(500));

        List<Resolution> all =
                resolution.resolveAll(
                        List.of(
                                publisher("octo-org", "private"),
                                publisher("octo-org", "public"),
                                publisher("nobody", "public"),
                                publisher("octo-org", "broken"),
                                publisher("octo-org", "public")));

        Settled found =
                new Settled(Map.of("repository_owner_id", "65", "repository_id", "74"), null);
        assertThat(all)
                .containsExactly(
                        new Settled(null, HIDDEN),
                        found,
                        new Refused(
                                List.of(
                                        new FieldError(
                                                "owner",
                                                "not-found",
                                                "GitHub has no account of this name"))),
                        new Settled(null, "GitHub answered with an error (500)."),
                        found);
        assertThat(resolution.resolve(publisher("octo-org", "public"))).isEqualTo(found);
    }

    @Test
    void whatCouldNotBeFoundOutIsAWarningWithTheDeadline() {
        assertThat(new Settled(null, HIDDEN).warnings(DEADLINE))
                .containsExactly(
                        HIDDEN
                                + " The first job that uses the publisher binds it to its"
                                + " repository, until 2026-01-22T12:00:00Z.");
        assertThat(new Settled(null, null).warnings(DEADLINE)).isEmpty();
        assertThat(new Settled(Map.of("repository_id", "74"), null).warnings(null)).isEmpty();
    }

    private CheckedPublisher publisher(String owner, String repository) {
        return new CheckedPublisher(
                forges.provider,
                Map.of("owner", owner, "repository", repository, "workflow", "release.yml"),
                java.util.List.of());
    }
}
