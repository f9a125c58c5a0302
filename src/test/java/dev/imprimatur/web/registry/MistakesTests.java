package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ten mistakes that people make: each is named with its field and its cure. */
@ServiceTest
@DisplayName("Hazard 34: opaque refusals")
class MistakesTests {

    private static final Path DOCUMENT = Path.of("docs/troubleshooting.md");
    private static final String BEGIN = "<!-- mistakes: begin -->\n";
    private static final String END = "<!-- mistakes: end -->";

    /** Nobody else's, so that an exchange finds one publisher. */
    private static final String OWNER = "octo-org";

    private static final String REPOSITORY = "sampler";
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    private final String project = Registry.newName();

    @AfterEach
    void leaveNothing() {
        admin().delete(Registry.projects("pypi") + "/" + project);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "The wrong workflow file",
                        Map.of(),
                        job -> workflow(job, OWNER + "/" + REPOSITORY, "publish.yml"),
                        Mistake.Before.NOTHING,
                        "workflow",
                        "different"),
                new Mistake(
                        "The environment is missing in the workflow",
                        Map.of("environment", "release"),
                        job -> job.withoutClaim("environment"),
                        Mistake.Before.NOTHING,
                        "environment",
                        "absent"),
                new Mistake(
                        "Capital letters in the file name",
                        Map.of("workflow", "Release.yml"),
                        UnaryOperator.identity(),
                        Mistake.Before.NOTHING,
                        "workflow",
                        "other-case"),
                new Mistake(
                        "The job ran in a fork",
                        Map.of(),
                        job ->
                                repository(job, "mona", REPOSITORY)
                                        .claim("repository_id", "1296269")
                                        .claim("repository_owner_id", "583231"),
                        Mistake.Before.USED,
                        "owner",
                        "elsewhere"),
                new Mistake(
                        "The repository was renamed",
                        Map.of(),
                        job -> repository(job, OWNER, "sampler-ng"),
                        Mistake.Before.USED,
                        "repository",
                        "renamed"),
                new Mistake(
                        "The job is that of a reusable workflow",
                        Map.of(),
                        job ->
                                job.claim(
                                        "job_workflow_ref",
                                        "octo-org/automation/.github/workflows/publish.yml@refs/heads/main"),
                        Mistake.Before.NOTHING,
                        "reusable_workflow",
                        "unnamed"),
                new Mistake(
                        "The wrong branch",
                        Map.of("ref", "refs/tags/v*"),
                        job ->
                                workflow(
                                        job.claim("ref", "refs/heads/main"),
                                        OWNER + "/" + REPOSITORY,
                                        "release.yml"),
                        Mistake.Before.NOTHING,
                        "ref",
                        "no-fit"),
                new Mistake(
                        "The publisher was not used within a week",
                        Map.of(),
                        UnaryOperator.identity(),
                        Mistake.Before.A_WEEK,
                        "pins",
                        "too-late"),
                new Mistake(
                        "The provider is switched off",
                        Map.of(),
                        UnaryOperator.identity(),
                        Mistake.Before.SWITCHED_OFF,
                        "provider",
                        "provider-off"),
                new Mistake(
                        "The identity token is for another index",
                        Map.of(),
                        job -> job.claim("aud", "packages.test/other"),
                        Mistake.Before.NOTHING,
                        "aud",
                        "other-index"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachIsNamedWithItsFieldAndItsCure(Mistake mistake) {
        JsonNode said = explain(mistake);

        assertThat(said.path("verdict").asString()).isEqualTo("no-match");
        JsonNode named = named(said, mistake);
        assertThat(named.path("code").asString()).isEqualTo(mistake.code());
        assertThat(named.path("message").asString()).hasSizeGreaterThan(30);
        assertThat(named.path("cure").asString()).hasSizeGreaterThan(30);
    }

    /** Before the identity is proven, and to strangers such as a fork, less is said. */
    static Stream<Mistake> mistakesOfAProvenIdentity() {
        return mistakes().filter(m -> !m.code().matches("provider-off|other-index|elsewhere"));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfAProvenIdentity")
    void theRefusalOfTheExchangeSaysTheSameInShort(Mistake mistake) {
        JsonNode named = named(explain(mistake), mistake);
        String refused =
                Publishing.description(new Publishing(port).mint(mistake.job().apply(job())));

        assertThat(refused)
                .contains(named.path("message").asString(), named.path("cure").asString());
    }

    @Test
    void theDocumentationSaysTheSame() throws IOException {
        StringBuilder section = new StringBuilder();
        for (Mistake mistake : mistakes().toList()) {
            JsonNode named = named(explain(mistake), mistake);
            leaveNothing();
            section.append(
                    """
                    | %s | `%s` | `%s` | %s. | %s. |
                    """
                            .formatted(
                                    mistake.title(),
                                    mistake.field(),
                                    mistake.code(),
                                    cell(named.path("message").asString()),
                                    cell(named.path("cure").asString())));
        }
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        String wanted =
                document.substring(0, begin)
                        + "| mistake | names | code | what is said | what mends it |\n"
                        + "|---|---|---|---|---|\n"
                        + section
                        + document.substring(document.indexOf(END));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, wanted);
            return;
        }
        assertThat(document)
                .as(
                        "%s is not what explain says: run this test once more with"
                                + " -Dtest=MistakesTests -Ddocs.write=true",
                        DOCUMENT)
                .isEqualTo(wanted);
    }

    private static String cell(String sentence) {
        return sentence.replace("|", "\\|").replace("*", "\\*");
    }

    private JsonNode explain(Mistake mistake) {
        Map<String, String> fields = new TreeMap<>();
        fields.putAll(Map.of("owner", OWNER, "repository", REPOSITORY, "workflow", "release.yml"));
        fields.putAll(mistake.publisher());
        HttpResponse<String> added =
                admin().post(
                                Registry.publishers(project),
                                JSON.writeValueAsString(
                                        Map.of("provider", "test-ci", "fields", fields)));
        assertThat(added.statusCode()).as(added.body()).isIn(201, 409);
        switch (mistake.before()) {
            case USED -> Publishing.tokenOf(new Publishing(port).mint(job()));
            case A_WEEK ->
                    jdbc.sql("UPDATE publisher SET pin_deadline = now() WHERE id = :id")
                            .param("id", ServiceClient.json(added).path("id").longValue())
                            .update();
            case NOTHING, SWITCHED_OFF -> {}
        }
        String provider = mistake.before() == Mistake.Before.SWITCHED_OFF ? "github" : "test-ci";
        String claims = mistake.job().apply(job()).payloadText();
        HttpResponse<String> response =
                admin().post(
                                Registry.publishers(project) + ":explain",
                                JSON.writeValueAsString(
                                        Map.of(
                                                "provider",
                                                provider,
                                                "claims",
                                                JSON.readTree(claims))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    private static JsonNode named(JsonNode said, Mistake mistake) {
        JsonNode named = advice(said).get(mistake.field());
        if (named == null) {
            throw new AssertionError("Nothing is said of " + mistake.field() + ": " + said);
        }
        return named;
    }

    /** What is said of each field; of the job as a whole, of its provider, and of the pins. */
    private static Map<String, JsonNode> advice(JsonNode said) {
        Map<String, JsonNode> advice = new TreeMap<>();
        said.path("checks")
                .forEach(
                        check ->
                                advice.put(
                                        check.path("claim").isString()
                                                ? check.path("claim").asString()
                                                : "provider",
                                        check));
        JsonNode publisher = said.at("/publishers/0");
        publisher
                .path("fields")
                .forEach(
                        row -> {
                            if (row.has("cure")) {
                                advice.put(row.path("field").asString(), row);
                            }
                        });
        if (publisher.path("code").asString("").equals("renamed")) {
            advice.put("repository", publisher);
        } else if (publisher.has("cure")) {
            advice.put("pins", publisher);
        }
        return advice;
    }

    private static TestToken job() {
        TestToken job =
                TestToken.of(TestProviders.FIRST, Clock.systemUTC())
                        .claim("aud", Publishing.AUDIENCE)
                        .claim("repository_id", "778899")
                        .claim("repository_owner_id", "665544");
        return repository(job, OWNER, REPOSITORY);
    }

    private static TestToken repository(TestToken job, String owner, String name) {
        return workflow(
                job.claim("repository", owner + "/" + name).claim("repository_owner", owner),
                owner + "/" + name,
                "release.yml");
    }

    private static TestToken workflow(TestToken job, String repository, String file) {
        String workflow =
                "%s/.github/workflows/%s@%s".formatted(repository, file, job.claim("ref"));
        return job.claim("workflow_ref", workflow).claim("job_workflow_ref", workflow);
    }

    private ServiceClient admin() {
        return new ServiceClient(port).asAdmin();
    }
}
