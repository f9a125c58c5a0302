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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GitLab says, and what is made of it. */
class GitLabTests {

    private static final String PROJECT = "/projects/my-group%2Fmy-subgroup%2Fmy-project";

    private static final String TOKEN = "    token: glpat-for-tests";

    private static final Finding HIDDEN =
            new Unknown(
                    Cause.HIDDEN,
                    "GitLab shows no project of this name: there is none, or it is private.");

    private final TestForge forge = TestForge.start();
    private final TestClock clock = new TestClock();
    private final TestForges forges = TestForges.gitLab(forge, clock);

    @AfterEach
    void close() {
        forges.close();
        forge.close();
    }

    @Test
    void theIdsOfAProjectAndItsNamespaceAreItsPins() {
        forge.gitLab("My-Group/my-subgroup/My-Project", 7, 42);

        assertThat(find()).isEqualTo(new Found(Map.of("namespace_id", "7", "project_id", "42")));
        assertThat(forge.asked()).containsExactly(PROJECT);
    }

    @Test
    void aProjectThatIsNotShownMayBePrivate() {
        assertThat(find()).isEqualTo(HIDDEN);
        assertThat(forge.asked()).containsExactly(PROJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "internal", "of-another-kind"})
    void whatOnlyOurTokenShowsIsAsIfItWereNotShown(String visibility) {
        String path = "my-group/my-subgroup/my-project";
        forge.at(PROJECT, TestForge.gitLabProject(path, 7, 42, visibility))
                .at("/projects/my-group%2Fold", Answer.redirect(301, forge.url() + "/projects/42"))
                .at("/projects/42", TestForge.gitLabProject(path, 7, 42, visibility))
                .gitLab("my-group/unclear", 7, 43)
                .at(
                        "/projects/my-group%2Fpublic",
                        TestForge.gitLabProject("my-group/public", 7, 44, "public"));

        try (TestForges signedIn = TestForges.gitLab(forge, clock, TOKEN)) {
            assertThat(signedIn.find("my-group/my-subgroup", "my-project")).isEqualTo(HIDDEN);
            assertThat(signedIn.find("my-group", "old")).isEqualTo(HIDDEN);
            assertThat(signedIn.find("my-group", "unclear")).isEqualTo(HIDDEN);
            assertThat(signedIn.find("my-group", "public")).isInstanceOf(Found.class);
        }
        try (TestForges telling =
                TestForges.gitLab(forge, clock, TOKEN, "    private-repositories: true")) {
            assertThat(telling.find("my-group/my-subgroup", "my-project"))
                    .isInstanceOf(Found.class);
            assertThat(telling.find("my-group", "old")).isInstanceOf(Wrong.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "my-group/my-subgroup/new-project, project",
        "my-group/my-project,              namespace",
        "my-group/my-subgroup/deeper/my-project, namespace"
    })
    void aProjectThatWasMovedIsToldByItsPathOfToday(String today, String field) {
        forge.at(PROJECT, Answer.redirect(301, forge.url() + "/projects/42"))
                .at("/projects/42", TestForge.gitLabProject(today, 7, 42));

        assertThat(find())
                .isEqualTo(
                        new Wrong(
                                new FieldError(
                                        field,
                                        "renamed",
                                        "GitLab says that this repository was renamed or moved: it"
                                                + " is "
                                                + today
                                                + " now")));
    }

    @Test
    void aProjectThatWasMovedAndIsNotShownIsStillMoved() {
        forge.at(PROJECT, Answer.redirect(301, forge.url() + "/projects/42"));

        assertThat(find())
                .isEqualTo(
                        new Wrong(
                                new FieldError(
                                        "project",
                                        "renamed",
                                        "GitLab says that this repository was renamed or moved")));
    }

    @Test
    void whatMakesNoSenseBindsNothing() {
        forge.at(PROJECT, Answer.body("{\"id\": 42, \"namespace\": {\"id\": \"7\"}}"));

        assertThat(find())
                .isEqualTo(Finding.unanswered("GitLab answered something that is no repository."));
    }

    private Finding find() {
        return forges.find("my-group/my-subgroup", "my-project");
    }
}
