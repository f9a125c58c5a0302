package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubFieldsTests {

    private final ProviderDefinition github = Definitions.github();

    @ParameterizedTest
    @CsvSource({
        "owner,             octo-org,                                     ",
        "owner,             legacy-,                                      ",
        "owner,             name_corp,                                    ",
        "owner,             octo org,                              invalid",
        "owner,             octo/org,                              invalid",
        "owner,             -octo,                                 invalid",
        "owner,             \u212ais,                              invalid",
        "owner,             '',                                    required",
        "owner,             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, too-long",
        "repository,        .github,                                      ",
        "repository,        .,                                     invalid",
        "repository,        ..,                                    invalid",
        "repository,        a/b,                                   invalid",
        "workflow,          a b@c.yaml,                                   ",
        "workflow,          release,                               invalid",
        "workflow,          .github/workflows/release.yml,         invalid",
        "workflow,          release.YML,                           invalid",
        "environment,       'with blanks, and ünicode',                   ",
        "environment,       'a\u0000b',                            unprintable",
        "environment,       'a\nb',                                unprintable",
        "environment,       'a\u202eb',                            unprintable",
        "environment,       ' a',                                  invalid",
        "reusable_workflow, o/r/.github/workflows/a.yml,                  ",
        "reusable_workflow, o/r/.github/workflows/a.yml@refs/x,    invalid",
        "reusable_workflow, o/r/a.yml,                             invalid",
        "ref,               refs/heads/*,                                 ",
        "ref,               main,                                  invalid",
        "runner_environment, hosted,                               invalid",
        "actor_ids,         '1, 2 3',                                     ",
        "actor_ids,         octocat,                               invalid",
        "allowed_events,    'workflow_run,pull_request_target',           ",
        "allowed_events,    pull_request,                          invalid",
        "nonsense,          x,                                     unknown",
    })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        List<FieldError> errors = github.validate(Publishers.github(field, value));

        if (code == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).extracting(FieldError::code).containsExactly(code);
            assertThat(errors.getFirst().field()).isIn(field, "fields");
        }
    }

    @Test
    @DisplayName("Hazard 34: an error never repeats what was submitted")
    void errorsDoNotRepeatWhatWasSubmitted() {
        for (FieldRule field : github.fields()) {
            assertThat(github.validate(Map.of(field.name(), " <&s3cr3t>\u0000")))
                    .noneMatch(error -> error.message().contains("s3cr3t"));
        }
        assertThat(github.validate(Map.of("<&s3cr3t>", "x")))
                .noneMatch(error -> error.toString().contains("s3cr3t"));
    }

    @Test
    void everyErrorIsSaidAtOnce() {
        assertThat(github.validate(Map.of("owner", "a b", "ref", "main")))
                .extracting(FieldError::field)
                .containsExactly("owner", "repository", "workflow", "ref");
    }
}
