package dev.imprimatur.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.forge.Finding.Cause;
import dev.imprimatur.forge.Finding.Found;
import dev.imprimatur.forge.Finding.Unknown;
import dev.imprimatur.forge.Finding.Wrong;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.provider.FieldError;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GitHub says, and what is made of it. */
class GitHubTests {

    private static final String REPOSITORY = "/repos/octo-org/octo-repo";

    private static final String TOKEN = "    token: github_pat_for_tests";

    private final TestForge forge = TestForge.start();
    private final TestClock clock = new TestClock();
    private final TestForges forges = TestForges.gitHub(forge, clock);

    @AfterEach
    void close() {
        forges.close();
        forge.close();
    }

    @Test
    void theIdsOfARepositoryAreItsPins() {
        forge.gitHub("octo-org/octo-repo", 65, 74);

        assertThat(find()).isEqualTo(found());
        assertThat(forge.asked()).containsExactly(REPOSITORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Octo-Org/Octo-Repo", "OCTO-ORG/octo-repo"})
    @DisplayName("Hazard 20: names are compared as GitHub does")
    void upperCaseIsTheSameName(String fullName) {
        forge.gitHub(fullName, 65, 74);

        assertThat(forges.find("Octo-org", "octo-REPO")).isEqualTo(found());
    }

    @Test
    void anOwnerWhomNobodyKnowsIsAnError() {
        assertThat(find())
                .isEqualTo(wrong("owner", "not-found", "GitHub has no account of this name"));
        assertThat(forge.asked()).containsExactly(REPOSITORY, "/users/octo-org");
    }

    @Test
    void aRepositoryThatIsNotShownMayBePrivate() {
        forge.at("/users/octo-org", Answer.body("{\"login\": \"octo-org\", \"id\": 65}"));

        assertThat(find()).isEqualTo(hidden());
    }

    @Test
    void whatOnlyOurTokenShowsIsAsIfItWereNotShown() {
        String moved = "/repos/octo-org/old-repo";
        forge.at("/users/octo-org", Answer.body("{\"login\": \"octo-org\", \"id\": 65}"))
                .at(REPOSITORY, TestForge.privateOnGitHub("octo-org/octo-repo", 65, 74))
                .at(moved, Answer.redirect(301, forge.url() + "/repositories/74"))
                .at("/repositories/74", TestForge.privateOnGitHub("octo-org/octo-repo", 65, 74))
                .at("/repos/octo-org/gone", Answer.redirect(301, forge.url() + "/repositories/9"))
                .at(
                        "/repos/octo-org/unclear",
                        Answer.body(
                                "{\"id\": 74, \"full_name\": \"octo-org/unclear\", \"owner\": {\"id\": 65}}"))
                .gitHub("octo-org/public", 65, 75);

        try (TestForges signedIn = TestForges.gitHub(forge, clock, TOKEN)) {
            assertThat(signedIn.find("octo-org", "octo-repo")).isEqualTo(hidden());
            assertThat(forge.asked()).containsExactly(REPOSITORY, "/users/octo-org");
            assertThat(signedIn.find("octo-org", "old-repo")).isEqualTo(hidden());
            assertThat(signedIn.find("octo-org", "gone")).isEqualTo(hidden());
            assertThat(signedIn.find("octo-org", "unclear")).isEqualTo(hidden());
            assertThat(signedIn.find("octo-org", "public")).isInstanceOf(Found.class);
        }
        try (TestForges telling =
                TestForges.gitHub(forge, clock, TOKEN, "    private-repositories: true")) {
            assertThat(telling.find("octo-org", "octo-repo")).isEqualTo(found());
            assertThat(telling.find("octo-org", "old-repo")).isInstanceOf(Wrong.class);
        }
    }

    @Test
    void anAccountThatAnEnterpriseManagesIsHidden() {
        assertThat(forges.find("mona_octo", "tool")).isEqualTo(hidden());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    @DisplayName("Hazard 20: a renamed repository is told by its name of today")
    void aRenamedRepositoryIsToldByItsNameOfToday(int status) {
        forge.at(REPOSITORY, Answer.redirect(status, forge.url() + "/repositories/74"))
                .at("/repositories/74", TestForge.gitHubRepository("octo-org/new-repo", 65, 74));

        assertThat(find())
                .isEqualTo(
                        wrong(
                                "repository",
                                "renamed",
                                "GitHub says that this repository was renamed or moved: it is"
                                        + " octo-org/new-repo now"));
    }

    @Test
    void aMovedRepositoryIsTheOwnersMistake() {
        forge.at(REPOSITORY, TestForge.gitHubRepository("new-org/octo-repo", 66, 74));

        assertThat(find())
                .isEqualTo(
                        wrong(
                                "owner",
                                "renamed",
                                "GitHub says that this repository was renamed or moved: it is"
                                        + " new-org/octo-repo now"));
    }

    @Test
    void aRenamedRepositoryThatIsNotShownIsStillRenamed() {
        forge.at(REPOSITORY, Answer.redirect(301, forge.url() + "/repositories/74"));

        assertThat(find())
                .isEqualTo(
                        wrong(
                                "repository",
                                "renamed",
                                "GitHub says that this repository was renamed or moved"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/repositories/74",
                "http://127.0.0.1:1/repositories/74",
                "%s/repositories/74/../75",
                "%s/repositories/x",
                "%s/repositories/",
                "%s/repositories/12345678901234567",
                "%s.evil.example/repositories/74",
                "%s@evil.example/repositories/74",
                "%s/elsewhere",
                "/repositories/74",
                ""
            })
    @DisplayName("Hazard 4: a redirect is not followed")
    void aRedirectElsewhereIsNotFollowed(String location) {
        forge.at(REPOSITORY, Answer.redirect(301, location.replace("%s", forge.url())));

        assertThat(find())
                .isEqualTo(unanswered("GitHub sent us to another address, where we do not go."));
        assertThat(forge.asked()).containsExactly(REPOSITORY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "74",
                "<!doctype html><title>Sign in</title>",
                "{\"id\": 74",
                "{}",
                "{\"id\": \"74\", \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": 74, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": \"65\"}}",
                "{\"id\": 74.0, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": -74, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": 0, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": 9007199254740993, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": 92233720368547758080, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": true, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": [74], \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": null, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}",
                "{\"id\": 74, \"full_name\": \"octo-org/octo-repo\", \"owner\": 65}",
                "{\"id\": 74, \"full_name\": \"octo-org/octo-repo\"}",
                "{\"id\": 74, \"full_name\": [\"octo-org/octo-repo\"], \"owner\": {\"id\": 65}}",
                "{\"id\": 74, \"full_name\": \"octo-org/\\u0000\", \"owner\": {\"id\": 65}}",
                "{\"id\": 74, \"full_name\": \"octo-org/<script>\", \"owner\": {\"id\": 65}}",
                "{\"id\": 74, \"id\": 75, \"full_name\": \"octo-org/octo-repo\", \"owner\": {\"id\": 65}}"
            })
    @DisplayName("Hazard 22: ids are integers up to 2^53 and nothing else")
    void whatMakesNoSenseBindsNothing(String body) {
        forge.at(REPOSITORY, Answer.body(body));

        assertThat(find())
                .isEqualTo(unanswered("GitHub answered something that is no repository."));
    }

    @Test
    @DisplayName("Hazard 21: another letter is another name, whatever Unicode says")
    void aKelvinSignIsNoK() {
        forge.at("/repos/octo-org/%E2%84%AA", TestForge.gitHubRepository("octo-org/k", 65, 74));

        assertThat(forges.find("octo-org", "\u212a"))
                .isEqualTo(
                        wrong(
                                "repository",
                                "renamed",
                                "GitHub says that this repository was renamed or moved: it is"
                                        + " octo-org/k now"));
    }

    @Test
    void namesAreSegmentsOfThePathAndNothingMore() {
        forges.find("o?a=b#c", "x y+%2F@z");

        assertThat(forge.asked()).startsWith("/repos/o%3Fa%3Db%23c/x%20y%2B%252f%40z");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../../users", "a//b"})
    void aNameThatLeadsElsewhereIsNotAskedFor(String name) {
        forge.at("/users/octo-org", Answer.body("{}"));

        assertThat(forges.find("octo-org", name)).isEqualTo(hidden());
        assertThat(forge.asked()).containsExactly("/users/octo-org");
    }

    private Finding find() {
        return forges.find("octo-org", "octo-repo");
    }

    private static Found found() {
        return new Found(Map.of("repository_owner_id", "65", "repository_id", "74"));
    }

    private static Wrong wrong(String field, String code, String message) {
        return new Wrong(new FieldError(field, code, message));
    }

    private static Unknown hidden() {
        return new Unknown(
                Cause.HIDDEN,
                "GitHub shows no repository of this name: there is none, or it is private.");
    }

    private static Finding unanswered(String reason) {
        return Finding.unanswered(reason);
    }
}
