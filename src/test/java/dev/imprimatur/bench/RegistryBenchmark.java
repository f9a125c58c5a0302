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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Measures what people and jobs wait for in a large registry, over HTTP, on the real service and a
 * PostgreSQL that keeps what it is told. Ends with 1 where a median is too slow, or where a plan
 * reads a whole table.
 */
final class RegistryBenchmark {

    private static final Logger log = LoggerFactory.getLogger(RegistryBenchmark.class);

    private static final int LIMIT = 100;
    private static final int WARM_UP = Integer.getInteger("benchmark.warm-up", 30);
    private static final int BATCHES = Integer.getInteger("benchmark.batches", 30);
    private static final int TIMES = Integer.getInteger("benchmark.times", 100);

    /** What is asked for, all of it unless it begins otherwise. */
    private static final String ONLY = System.getProperty("benchmark.only", "");

    private static final String PROJECTS = "/_/api/v1/indexes/pypi/projects";

    private final ServiceClient admin;
    private final ServiceClient maintainer;
    private final ServiceClient limited;
    private final Workloads workloads;
    private final Lists lists;
    private final Pages pages;

    private RegistryBenchmark(int port, Callers callers, Lists lists) {
        this.lists = lists;
        this.pages = Pages.of(port, callers);
        ServiceClient anybody = new ServiceClient(port).unchecked();
        this.admin = anybody.asAdmin();
        this.maintainer = anybody.with("Bearer " + callers.maintainer());
        this.limited = anybody.with("Bearer " + callers.limited());
        this.workloads = new Workloads(anybody, TIMES + WARM_UP);
    }

    @Import(Plans.class)
    static class Configuration {}

    public static void main(String[] args) throws SQLException {
        // The index is found by the host that a job asks for.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        boolean good = false;
        try (EmbeddedDatabase database = EmbeddedDatabase.startDurable();
                ConfigurableApplicationContext service = start(database.database())) {
            Seed.fill(database.database());
            int port =
                    service.getEnvironment()
                            .getRequiredProperty("local.server.port", Integer.class);
            good = new RegistryBenchmark(port, Callers.of(service), Lists.of(service)).run();
        } catch (IllegalStateException e) {
            log.error("A wrong answer ends the benchmark", e);
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
        for (Batch batch : batches()) {
            Timing timing = Timing.of(batch.what(), LIMIT, WARM_UP, BATCHES, batch::send);
            System.out.println(timing);
            timings.add(timing);
        }
        boolean scans = false;
        for (Question question : questions) {
            boolean scan = explain(question.what(), question.ask());
            scans |= scan && !question.readsAll();
        }
        for (Batch batch : batches()) {
            scans |= explain(batch.what(), () -> batch.send(1_000));
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

    private List<Batch> batches() {
        return Stream.of(
                        new Batch("batch of 500 publishers", admin, false, Seed::someProject),
                        new Batch("batch of 500, dry run", admin, true, Seed::someProject),
                        // Otherwise they would soon have more than one account may have.
                        new Batch(
                                "batch of 500, dry run of a maintainer",
                                maintainer,
                                true,
                                n ->
                                        Seed.maintainersProject(
                                                1 + n % (Seed.PROJECTS_OF_THE_MAINTAINER - 1))))
                .filter(batch -> batch.what().startsWith(ONLY))
                .toList();
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>(ofAnAdministrator());
        questions.addAll(ofAMaintainer());
        questions.addAll(ofALimitedToken());
        questions.addAll(ofJobs());
        questions.addAll(lists.questions());
        questions.addAll(pages.questions());
        return questions.stream().filter(question -> question.what().startsWith(ONLY)).toList();
    }

    private List<Question> ofAnAdministrator() {
        String large = PROJECTS + "/" + Seed.LARGE_PROJECT + "/publishers";
        return List.of(
                get("projects, first page", PROJECTS, 50),
                get("projects, a page in the middle", PROJECTS + behind("kube-core-5"), 50),
                get("projects, last page", PROJECTS + behind("zeta-utils-099679"), -1),
                get("projects, largest page", PROJECTS + "?limit=200", 200),
                get("search of a common prefix", PROJECTS + "?q=sample", 50),
                get("search of a rare prefix at the end", PROJECTS + "?q=Zeta_Utils-099", 5),
                get("search of a prefix that nothing has", PROJECTS + "?q=zzz", 0),
                get("search of one letter, second page", PROJECTS + behind("q") + "&q=q", 50),
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
                get("events of a rare type", "/_/api/v1/events?type=project-blocked", 2));
    }

    /** Of 500 projects all over the index, the large one among them. */
    private List<Question> ofAMaintainer() {
        String mine = PROJECTS + "/" + Seed.maintainersProject(400);
        String events = "/_/api/v1/events?index=pypi&project=";
        return List.of(
                get(maintainer, "mine: projects, first page", PROJECTS, 50),
                get(maintainer, "mine: projects, largest page", PROJECTS + "?limit=200", 200),
                get(
                        maintainer,
                        "mine: projects, a page in the middle",
                        PROJECTS + behind("kube-core-5"),
                        50),
                get(maintainer, "mine: search", PROJECTS + "?q=flow", -1),
                get(maintainer, "mine: search of what nobody has", PROJECTS + "?q=zzz", 0),
                get(maintainer, "mine: a project", mine, -1),
                get(maintainer, "mine: publishers of a project", mine + "/publishers", -1),
                get(
                        maintainer,
                        "mine: events of a project",
                        events + Seed.maintainersProject(400),
                        -1),
                get(
                        maintainer,
                        "mine: events of the largest project",
                        events + Seed.LARGE_PROJECT,
                        50));
    }

    /** An operator's API token for the names at both ends of the alphabet. */
    private List<Question> ofALimitedToken() {
        return List.of(
                get(limited, "limited: projects, first page", PROJECTS, 50),
                get(
                        limited,
                        "limited: projects, across the gap",
                        PROJECTS + behind("acme-utils-0999"),
                        50),
                get(limited, "limited: search", PROJECTS + "?q=zeta-types", 50));
    }

    private List<Question> ofJobs() {
        return List.of(
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
        return get(admin, what, path, items);
    }

    private static Question get(ServiceClient asker, String what, String path, int items) {
        return new Question(
                what,
                LIMIT,
                () -> {
                    HttpResponse<String> answer = asker.get(path);
                    int seen = ServiceClient.json(answer).path("items").size();
                    boolean right =
                            items < 0 ? !answer.body().contains("\"items\":[]") : seen == items;
                    Workloads.require(answer.statusCode() == 200 && right, what, answer);
                });
    }

    /** The cursor behind a name in the list of projects, which is an id and a name. */
    private static String behind(String name) {
        return after("0:" + name);
    }

    /** The cursor behind a key, as an answer would have given it. */
    private static String after(String key) {
        return "?after="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
    }
}
