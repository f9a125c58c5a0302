package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.ProjectList.Place;
import dev.imprimatur.project.ProjectList.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people find in the list of all projects, and what they do not. */
@ServiceTest
class ProjectListTests {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());
    private static final Wanted ALL = Wanted.ALL;
    static final List<String> INDEXES = List.of("pypi", "open", "gems", "files", "gone");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private ProjectList list;
    @Autowired private ProjectRepository projects;
    @Autowired private Access access;
    @Autowired private Indexes indexes;

    private String mark;
    private Account ada;
    private Account ben;
    private SeededProjects rows;

    @BeforeEach
    void twoPeople() {
        People people = new People(port, jdbc, tokens);
        mark = "m" + Long.toString(NUMBERS.incrementAndGet(), 36);
        ada = people.account();
        ben = people.account();
        rows = new SeededProjects(jdbc, projects, mark, ada, ben);
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void everybodyIsShownExactlyWhatAccessLetsThemSee() {
        List<RegisteredProject> seeded = rows.seed(200);
        Map<String, Caller> callers = callers();

        callers.forEach(
                (name, caller) -> {
                    Map<Long, Right> expected = new LinkedHashMap<>();
                    seeded.stream()
                            .filter(project -> indexes.ofId(project.indexId()).isPresent())
                            .filter(project -> access.to(project, caller) != Right.NONE)
                            .forEach(p -> expected.put(p.id(), access.to(p, caller)));
                    Map<Long, Right> shown = new LinkedHashMap<>();
                    list.page(caller, new Wanted(null, mark), null, 1000)
                            .forEach(p -> shown.put(p.id(), p.right()));

                    assertThat(shown).as(name).containsExactlyInAnyOrderEntriesOf(expected);
                });
        assertThat(list.page(person(ada), ALL, null, 1000)).hasSizeGreaterThan(20);
        assertThat(list.page(callers.getOrDefault("ada, limited", operator()), ALL, null, 1000))
                .isNotEmpty()
                .allMatch(ListedProject::isTheirs);
    }

    @Test
    void pagesAreTheWholeListInItsOrder() {
        rows.seed(150);
        callers()
                .forEach(
                        (name, caller) -> {
                            Wanted wanted = new Wanted(null, mark.toUpperCase(Locale.ROOT));
                            List<ListedProject> whole = list.page(caller, wanted, null, 1000);
                            List<ListedProject> paged = new ArrayList<>();
                            List<ListedProject> page;
                            do {
                                Place after = paged.isEmpty() ? null : reread(paged.getLast());
                                page = list.page(caller, wanted, after, 7);
                                paged.addAll(page);
                            } while (page.size() == 7);

                            assertThat(paged).as(name).isEqualTo(whole);
                            assertThat(whole)
                                    .as(name)
                                    .isSortedAccordingTo(
                                            Comparator.comparing(ListedProject::isTheirs)
                                                    .reversed()
                                                    .thenComparing(p -> p.name().normalized())
                                                    .thenComparingLong(ListedProject::id));
                        });
    }

    @Test
    void aRowTellsWhatThereIsToKnow() {
        long owned = rows.real("pypi", mark + "-b", null);
        long viewed = rows.real("gems", mark + "_A", "Hijacked");
        long waiting = rows.pending("open", mark + "-c", ada, "2 days", false);
        long others = rows.real("files", mark + "/d", null);
        rows.member(owned, ada, "owner");
        rows.member(viewed, ada, "viewer");
        rows.publishers(owned, 2);
        rows.upload("pypi", mark + "-b", "2026-01-02T03:04:05Z");
        rows.upload("pypi", mark + "-b", "2026-01-03T03:04:05Z");
        rows.upload("open", mark + "-c", "2026-01-04T03:04:05Z");

        assertThat(list.page(Caller.person(ada, true, true), new Wanted(null, mark), null, 10))
                .extracting(
                        ListedProject::id,
                        p -> p.index().id(),
                        p -> p.name().display(),
                        ListedProject::state,
                        ListedProject::role,
                        ListedProject::publishers,
                        ListedProject::lastUpload)
                .containsExactly(
                        tuple(
                                owned,
                                "pypi",
                                mark + "-b",
                                ListedProject.State.ACTIVE,
                                Role.OWNER,
                                2,
                                Instant.parse("2026-01-03T03:04:05Z")),
                        tuple(
                                waiting,
                                "open",
                                mark + "-c",
                                ListedProject.State.PENDING,
                                Role.OWNER,
                                0,
                                null),
                        tuple(
                                viewed,
                                "gems",
                                mark + "_A",
                                ListedProject.State.BLOCKED,
                                Role.VIEWER,
                                0,
                                null),
                        tuple(
                                others,
                                "files",
                                mark + "/d",
                                ListedProject.State.ACTIVE,
                                null,
                                0,
                                null));
    }

    @Test
    void aSearchFindsWhatIsInTheMiddleOfANameInAnySpelling() {
        rows.real("pypi", mark + "-my-tool", null);
        rows.real("gems", mark + "My_Tool", null);
        rows.real("files", mark + "/my%tool", null);

        assertThat(found("MY_tool")).containsExactlyInAnyOrder(mark + "-my-tool", mark + "My_Tool");
        assertThat(found("y.Tool")).containsExactly(mark + "-my-tool");
        assertThat(found("y%t")).containsExactly(mark + "/my%tool");
        assertThat(found("_")).containsExactlyInAnyOrder(mark + "-my-tool", mark + "My_Tool");
        assertThat(found("y\\t")).isEmpty();
        assertThat(found("\u0000")).isEmpty();
        assertThat(found("  ")).hasSize(3);
        PackageIndex gems = indexes.ofId("gems").orElseThrow();
        assertThat(list.page(operator(), new Wanted(gems, mark), null, 10))
                .extracting(p -> p.name().display())
                .containsExactly(mark + "My_Tool");
    }

    private List<String> found(String search) {
        Caller limited =
                new Caller(
                        "api-token:x",
                        null,
                        1L,
                        true,
                        true,
                        Scope.READ,
                        INDEXES.stream().map(i -> new ProjectGlob(i, mark + "*")).toList());
        return list.page(limited, new Wanted(null, search), null, 10).stream()
                .map(p -> p.name().display())
                .toList();
    }

    @Test
    void aPageIsThreeStatementsAtMost() {
        rows.seed(40);

        assertThat(statements(Caller.person(ada, true, true))).hasSize(3);
        assertThat(statements(person(ada))).hasSize(2);
    }

    private List<String> statements(Caller caller) {
        return StatementLog.during(() -> list.page(caller, new Wanted(null, mark), null, 30))
                .stream()
                .filter(sent -> !sent.equals("commit"))
                .toList();
    }

    @Test
    void aPlaceThatSomebodyMadeUpIsNone() {
        for (String text :
                List.of(
                        "",
                        "theirs",
                        "theirs:1",
                        "ours:1:a",
                        "others:-1:a",
                        "others:x:a",
                        "others:1:" + "a".repeat(300),
                        "others:1:\u0000",
                        "others:99999999999999999999:a")) {
            assertThat(Place.of(text)).as(text).isEmpty();
        }
        assertThat(Place.of("theirs:7:@a/b:c")).contains(new Place(true, "@a/b:c", 7));
    }

    private static Place reread(ListedProject last) {
        return Place.of(last.place().text()).orElseThrow();
    }

    private Map<String, Caller> callers() {
        ProjectGlob begins = new ProjectGlob("pypi", mark + "-1*");
        ProjectGlob overlaps = new ProjectGlob("pypi", mark + "*2");
        ProjectGlob one = new ProjectGlob("gems", mark + "-3");
        ProjectGlob nowhere = new ProjectGlob("gone", "*");
        ProjectGlob open = new ProjectGlob("open", "*");
        Map<String, Caller> callers = new LinkedHashMap<>();
        callers.put("operator", operator());
        callers.put("operator, read", caller(null, true, Scope.READ));
        callers.put("operator, limited", caller(null, true, Scope.ADMIN, begins, overlaps, one));
        callers.put("operator, nowhere", caller(null, true, Scope.ADMIN, nowhere));
        callers.put("ada", person(ada));
        callers.put("ada, read", caller(ada, false, Scope.READ));
        callers.put("ada, write", caller(ada, false, Scope.PUBLISHERS_WRITE, open, begins));
        callers.put("ada, limited", caller(ada, false, Scope.ADMIN, begins, overlaps, one));
        callers.put("ada, nowhere", caller(ada, false, Scope.ADMIN, nowhere));
        callers.put("ada, administrator", Caller.person(ada, true, true));
        callers.put("ada, administrator, read", caller(ada, true, Scope.READ));
        callers.put("ada, administrator, limited", caller(ada, true, Scope.ADMIN, overlaps, open));
        callers.put("ben", person(ben));
        callers.put("nobody", caller(null, false, Scope.ADMIN));
        return callers;
    }

    private static Caller operator() {
        return Caller.operator("api-token:operator");
    }

    private static Caller person(Account account) {
        return Caller.person(account, false, true);
    }

    private static Caller caller(
            @Nullable Account account, boolean administrator, Scope scope, ProjectGlob... limits) {
        return new Caller(
                "test",
                account,
                1L,
                administrator,
                true,
                scope,
                limits.length == 0 ? null : List.of(limits));
    }
}
