package dev.imprimatur.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.Imprimatur;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.TestProviders;
import dev.imprimatur.database.Database;
import dev.imprimatur.database.EmbeddedDatabase;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Measures what people and jobs wait for in a large registry, over HTTP, on the real service and a
 * PostgreSQL that keeps what it is told. Ends with 1 where a median is too slow, or where a plan
 * reads a whole table.
 */
final class RegistryBenchmark {

    /** What is asked over and over, and how long its median may take. */
    private record Question(String what, int limit, Runnable ask) {}

    private static final int LIMIT = 100;
    private static final int WARM_UP = Integer.getInteger("benchmark.warm-up", 30);
    private static final int TIMES = Integer.getInteger("benchmark.times", 100);

    private static final String PROJECTS = "/_/api/v1/indexes/pypi/projects";

    private final ServiceClient admin;
    private final Workloads workloads;

    private RegistryBenchmark(int port) {
        this.admin = new ServiceClient(port).unchecked().asAdmin();
        this.workloads = new Workloads(new ServiceClient(port).unchecked(), TIMES + WARM_UP);
    }

    @Import(Plans.class)
    static class Configuration {}

    public static void main(String[] args) throws SQLException {
        // The index is found by the host that a job asks for.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        boolean good;
        try (EmbeddedDatabase database = EmbeddedDatabase.startDurable();
                ConfigurableApplicationContext service = start(database.database())) {
            Seed.fill(database.database());
            int port =
                    service.getEnvironment()
                            .getRequiredProperty("local.server.port", Integer.class);
            good = new RegistryBenchmark(port).run();
        }
        System.exit(good ? 0 : 1);
    }

    private static ConfigurableApplicationContext start(Database database) {
        return new SpringApplicationBuilder(Imprimatur.class, Configuration.class)
                .profiles("test")
                .initializers(new AdminApiToken(), new TestProviders())
                .run(
                        "--server.port=0",
                        // The plans come as warnings, which are printed once and not by everybody.
                        "--logging.level.org.hibernate.orm.jdbc.warn=off",
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password());
    }

    private boolean run() {
        System.out.printf(
                "%n%,d projects, %,d publishers, %,d events; %d processors%n%n%s%n",
                Seed.PROJECTS,
                Seed.PUBLISHERS,
                Seed.EVENTS,
                Runtime.getRuntime().availableProcessors(),
                Timing.header());
        List<Question> questions = questions();
        List<Timing> timings = new ArrayList<>();
        for (Question question : questions) {
            Timing timing =
                    Timing.of(
                            question.what(),
                            question.limit(),
                            WARM_UP,
                            TIMES,
                            number -> question.ask().run());
            System.out.println(timing);
            timings.add(timing);
        }
        Batch batch = new Batch(admin);
        if (batch.isThere()) {
            Timing timing = Timing.of("batch of 500 publishers", LIMIT, 5, 20, batch::add);
            System.out.println(timing);
            timings.add(timing);
        } else {
            System.out.println("batch of 500 publishers: this service has no such endpoint");
        }
        boolean scans = false;
        for (Question question : questions) {
            scans |= explain(question.what(), question.ask());
        }
        if (batch.isThere()) {
            scans |= explain("batch of 500 publishers", () -> batch.add(1_000));
        }
        System.out.println(scans ? "\nA plan reads a whole table." : "\nEvery plan uses an index.");
        return !scans && timings.stream().allMatch(Timing::holds);
    }

    private static boolean explain(String what, Runnable ask) {
        System.out.printf("%n== %s%n", what);
        boolean scans = false;
        for (String plan : Plans.of(ask)) {
            boolean scan = Plans.isScan(plan);
            System.out.println(plan.strip() + (scan ? "\n   READS A WHOLE TABLE" : ""));
            scans |= scan;
        }
        return scans;
    }

    private List<Question> questions() {
        String large = PROJECTS + "/" + Seed.LARGE_PROJECT + "/publishers";
        return List.of(
                get("projects, first page", PROJECTS, 50),
                get("projects, a page in the middle", PROJECTS + after("kube-core-5"), 50),
                get("projects, last page", PROJECTS + after("zeta-utils-099679"), -1),
                get("projects, largest page", PROJECTS + "?limit=200", 200),
                get("search of a common prefix", PROJECTS + "?q=sample", 50),
                get("search of a rare prefix at the end", PROJECTS + "?q=Zeta_Utils-099", 5),
                get("search of a prefix that nothing has", PROJECTS + "?q=zzz", 0),
                get("search of one letter, second page", PROJECTS + after("q") + "&q=q", 50),
                get("a project", PROJECTS + "/zeta-utils-099879", -1),
                get("publishers of a project", PROJECTS + "/zeta-utils-099879/publishers", -1),
                get("publishers of the largest project", large, 50),
                get("publishers of the largest, second page", large + after("50"), 50),
                get(
                        "events of a project",
                        "/_/api/v1/events?index=pypi&project=zeta-utils-099879",
                        -1),
                get(
                        "events of the largest project",
                        "/_/api/v1/events?index=pypi&project=acme-large",
                        50),
                get(
                        "events of a project that has none",
                        "/_/api/v1/events?index=pypi&project=nobody",
                        0),
                get("events, newest", "/_/api/v1/events", 50),
                get(
                        "events of an index, oldest",
                        "/_/api/v1/events" + after("60") + "&index=pypi",
                        -1),
                get("events of a rare type", "/_/api/v1/events?type=project-blocked", 2),
                new Question("exchange", LIMIT, workloads::exchange),
                new Question("exchange, refused: nearest publisher", LIMIT, workloads::nearMiss),
                new Question("exchange, refused: renamed", LIMIT, workloads::renamed),
                new Question("exchange, refused: unknown", LIMIT, workloads::stranger));
    }

    /**
     * A list that is read.
     *
     * @param items how many it must have; below nothing: at least one, or a single thing
     */
    private Question get(String what, String path, int items) {
        return new Question(
                what,
                LIMIT,
                () -> {
                    HttpResponse<String> answer = admin.get(path);
                    int seen = ServiceClient.json(answer).path("items").size();
                    boolean right =
                            items < 0 ? !answer.body().contains("\"items\":[]") : seen == items;
                    Workloads.require(answer.statusCode() == 200 && right, what, answer);
                });
    }

    /** The cursor behind a key, as an answer would have given it. */
    private static String after(String key) {
        return "?after="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
    }
}
