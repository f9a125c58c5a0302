package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule of refusal of every provider, with every value that it refuses, in several spellings.
 */
class RefusalTableTests {

    /**
     * A rule, as the provider's documentation has it.
     *
     * @param refused values under which nothing matches
     * @param fine values under which everything stays as it is
     * @param unless the field that allows a refused value; null: nothing does
     */
    record Rule(
            Sample sample, String claim, List<?> refused, List<?> fine, @Nullable String unless) {

        @Override
        public String toString() {
            return sample.provider().id() + " " + claim;
        }
    }

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        Sample.of("github"),
                        "event_name",
                        List.of("pull_request_target", "workflow_run"),
                        List.of("push", "release", "workflow_dispatch", "schedule", "pull_request"),
                        "allowed_events"),
                new Rule(
                        Sample.of("gitlab"),
                        "pipeline_source",
                        List.of("merge_request_event", "external_pull_request_event"),
                        List.of("push", "web", "schedule", "api", "trigger"),
                        null),
                new Rule(
                        Sample.of("gitlab"),
                        "pipeline_source",
                        List.of("parent_pipeline"),
                        List.of("push", "pipeline"),
                        "allowed_sources"),
                new Rule(
                        Sample.of("gitlab"),
                        "job_project_id",
                        List.of("21", 21, "020", "2", "0"),
                        List.of("20", 20),
                        null),
                new Rule(
                        Sample.of("codeberg"),
                        "event_name",
                        List.of("pull_request", "pull_request_target", "workflow_run"),
                        List.of("push", "release", "workflow_dispatch", "schedule"),
                        "allowed_events"),
                new Rule(
                        Sample.of("made"),
                        "trigger",
                        List.of("fork"),
                        List.of("push", "forks"),
                        "triggers"),
                new Rule(Sample.of("made"), "debug", List.of(true), List.of(false), null),
                new Rule(
                        Sample.of("google"), "email_verified", List.of(false), List.of(true), null),
                new Rule(
                        Sample.of("activestate"),
                        "builder",
                        List.of("wheel-builder", "pypi-publisher2", "pypi", "publisher", "*"),
                        List.of("pypi-publisher"),
                        null),
                new Rule(
                        Sample.of("circleci"),
                        "oidc.circleci.com/ssh-rerun",
                        List.of(true),
                        List.of(false),
                        null),
                new Rule(
                        Sample.of("semaphore"),
                        "ref_type",
                        List.of("pr", "pull-request", "fork", "tags"),
                        List.of("tag"),
                        null),
                new Rule(
                        Sample.of("semaphore"),
                        "job_type",
                        List.of("debug_job", "project_debug_job", "pipeline_jobs", "job"),
                        List.of("pipeline_job"),
                        null));
    }

    @Test
    void everyRuleOfEveryDefinitionIsHere() {
        List<String> defined = new ArrayList<>();
        for (Sample sample : Sample.all()) {
            for (RefusalRule rule : sample.provider().refused()) {
                defined.add(sample.provider().id() + " " + rule.claim());
            }
        }
        assertThat(rules()).extracting(Rule::toString).hasSameElementsAs(defined);
    }

    @ParameterizedTest
    @MethodSource("rules")
    @DisplayName("Hazard 18: a refused value is the one reason, in whatever case it is written")
    void refusedValuesAreRefused(Rule rule) {
        for (Object value : spellings(rule.refused())) {
            Job job = rule.sample().job().with(rule.claim(), value);

            assertThat(reasons(job, leastOf(rule)))
                    .as("%s", value)
                    .containsExactly(rule.claim() + ": " + definition(rule).reason());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void otherValuesAreFine(Rule rule) {
        for (Object value : rule.fine()) {
            assertThat(
                            rule.sample()
                                    .job()
                                    .with(rule.claim(), value)
                                    .mismatches(rule.sample().publisher()))
                    .as("%s", value)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    @DisplayName("Hazard 18: what a publisher allows on purpose is that value and no other")
    void whatIsAllowedOnPurposeIsAllowed(Rule rule) {
        assertThat(definition(rule).unlessListedIn()).isEqualTo(rule.unless());
        if (rule.unless() == null) {
            return;
        }
        for (Object value : rule.refused()) {
            Job job = rule.sample().job().with(rule.claim(), value);
            for (Object listed : rule.refused()) {
                Map<String, String> allowing =
                        Publishers.with(rule.sample().publisher(), rule.unless(), "x, " + listed);
                assertThat(job.mismatches(allowing))
                        .as("%s where %s is allowed", value, listed)
                        .isEqualTo(listed.equals(value) ? List.of() : List.of(rule.claim()));
            }
            for (String listed : List.of("*", "true", String.valueOf(value).substring(1), "")) {
                assertThat(
                                job.mismatches(
                                        Publishers.with(
                                                rule.sample().publisher(), rule.unless(), listed)))
                        .as("%s where %s is allowed", value, listed)
                        .containsExactly(rule.claim());
            }
        }
    }

    /** The same value as somebody else might write it: none of these is a value that is fine. */
    private static List<Object> spellings(List<?> values) {
        List<Object> spellings = new ArrayList<>(values);
        for (Object value : values) {
            if (value instanceof String text && !text.matches("[0-9]*")) {
                spellings.add(text.toUpperCase(Locale.ROOT));
                spellings.add(Character.toUpperCase(text.charAt(0)) + text.substring(1));
                spellings.add(" " + text);
                spellings.add(text + " ");
                spellings.add(text + "\n");
            }
        }
        return spellings;
    }

    /** A field that reads the refused claim would be a second reason. */
    private static Map<String, String> leastOf(Rule rule) {
        Map<String, String> publisher = new LinkedHashMap<>(rule.sample().publisher());
        rule.sample().provider().fields().stream()
                .filter(field -> rule.claim().equals(field.claim()))
                .forEach(field -> publisher.remove(field.name()));
        return publisher;
    }

    private static List<String> reasons(Job job, Map<String, String> publisher) {
        return job.provider().compare(publisher, job.claims()).stream()
                .map(mismatch -> mismatch.field() + ": " + mismatch.words().get("reason"))
                .toList();
    }

    private static RefusalRule definition(Rule rule) {
        return rule.sample().provider().refused().stream()
                .filter(defined -> defined.claim().equals(rule.claim()))
                .filter(defined -> Objects.equals(defined.unlessListedIn(), rule.unless()))
                .findFirst()
                .orElseThrow();
    }
}
