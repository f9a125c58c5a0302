package dev.imprimatur.bench;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.audit.ActivityReader;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.Viewpoint;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectList;
import dev.imprimatur.project.ProjectList.Place;
import dev.imprimatur.project.ProjectList.Wanted;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.publisher.Attempts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What pages ask for, without the pages: the list of all projects, and the activity of one. */
record Lists(
        ProjectList list,
        ActivityReader activity,
        EventReader events,
        Attempts attempts,
        Projects projects,
        PackageIndex index,
        Account maintainer) {

    private static final int LIMIT = 50;
    private static final int PAGE = 50;

    static Lists of(ApplicationContext service) {
        long maintainer =
                service.getBean(JdbcClient.class)
                        .sql("SELECT id FROM account WHERE name = 'maintainer'")
                        .query(Long.class)
                        .single();
        return new Lists(
                service.getBean(ProjectList.class),
                service.getBean(ActivityReader.class),
                service.getBean(EventReader.class),
                service.getBean(Attempts.class),
                service.getBean(Projects.class),
                service.getBean(Indexes.class).ofId("pypi").orElseThrow(),
                new Account(maintainer, "maintainer", null, Instant.EPOCH));
    }

    List<Question> questions() {
        Caller operator = Caller.operator("api-token:operator");
        Caller person = Caller.person(maintainer, false, true);
        Caller administrator = Caller.person(maintainer, true, true);
        Caller limited =
                new Caller(
                        "api-token:limited",
                        null,
                        1L,
                        true,
                        true,
                        Scope.READ,
                        List.of(
                                new ProjectGlob("pypi", "acme-*"),
                                new ProjectGlob("pypi", "zeta-*")));
        Place deep = new Place(false, "zeta-types", 0);
        return List.of(
                page("pages: list, all, first page", operator, "", null, 50, false),
                page("pages: list, all, a deep page", operator, "", deep, 50, false),
                page("pages: list, search that fits all", operator, "-", null, 50, false),
                page("pages: list, search that fits a few", operator, "-cli-0991", null, 20, true),
                page("pages: list, search that fits none", operator, "zzz", null, 0, true),
                page("pages: list, a maintainer's, first page", person, "", null, 50, false),
                page("pages: list, a maintainer's, search", person, "LARGE", null, 1, false),
                page(
                        "pages: list, an administrator's own first",
                        administrator,
                        "",
                        null,
                        50,
                        false),
                page(
                        "pages: list, an administrator's, a deep page",
                        administrator,
                        "",
                        deep,
                        50,
                        false),
                page("pages: list, limited, first page", limited, "", null, 50, false),
                page("pages: list, limited, search that fits none", limited, "zzz", null, 0, true),
                activity(
                        "pages: activity of a project with 100,000 in 90 days",
                        Seed.BUSY_PROJECT,
                        100_000),
                activity("pages: activity of a project with nothing", "nobody", 0),
                events("pages: events of a project with 100,000", Set.of(), Long.MAX_VALUE, 50),
                events("pages: events of it, a deep page", Set.of(), 700_000, 50),
                events(
                        "pages: events of it, of a type that it has none of",
                        Set.of(EventType.PUBLISHER_REMOVED),
                        Long.MAX_VALUE,
                        0),
                refusals("pages: refusals of a project with 25,000", operator));
    }

    /** Of the busy project, as whoever looks from it sees them. */
    private Question events(String what, Set<EventType> types, long before, int items) {
        EventFilter filter =
                new EventFilter(null, null, types, null, null, null, null)
                        .from(new Viewpoint(1, "pypi", Seed.BUSY_PROJECT, Instant.EPOCH, false));
        return new Question(
                what,
                LIMIT,
                () -> require(items, what, events.newestFirst(filter, before, PAGE).size()));
    }

    private Question refusals(String what, Caller caller) {
        RegisteredProject busy =
                projects.find(index, index.projectName(Seed.BUSY_PROJECT).orElseThrow(), caller)
                        .orElseThrow();
        return new Question(
                what,
                LIMIT,
                () ->
                        require(
                                PAGE,
                                what,
                                attempts.newest(index, busy, caller, Long.MAX_VALUE, PAGE).size()));
    }

    private static void require(int wanted, String what, int seen) {
        require(seen == wanted, what, seen);
    }

    private Question page(
            String what,
            Caller caller,
            String search,
            @Nullable Place after,
            int items,
            boolean readsAll) {
        return new Question(
                what,
                LIMIT,
                () -> {
                    int seen = list.page(caller, new Wanted(null, search), after, PAGE).size();
                    require(seen == items, what, seen);
                },
                readsAll);
    }

    private Question activity(String what, String project, int events) {
        Viewpoint viewpoint = new Viewpoint(1, "pypi", project, Instant.EPOCH, false);
        return new Question(
                what,
                LIMIT,
                () -> {
                    var total = activity.of(viewpoint).total();
                    long seen = total.exchanges() + total.refusals();
                    // The oldest may be of the day before those that are looked at.
                    require(seen <= events && seen >= events * 0.98, what, seen);
                });
    }

    private static void require(boolean right, String what, long seen) {
        if (!right) {
            throw new IllegalStateException("%s: %d".formatted(what, seen));
        }
    }
}
