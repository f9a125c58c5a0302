package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every claim of every provider, in every JSON type and in every spelling of a number. */
class ClaimTypeTableTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String OTHER_TYPE = "has another type than its provider gives it";
    private static final String MISSING = "is missing";

    /** Which claims are ids: the rest of what a job says is text, a flag or a list. */
    private static final Map<String, List<String>> IDS =
            Map.ofEntries(
                    Map.entry(
                            "github",
                            List.of(
                                    "repository_id",
                                    "repository_owner_id",
                                    "run_id",
                                    "run_number",
                                    "run_attempt",
                                    "actor_id")),
                    Map.entry(
                            "gitlab",
                            List.of(
                                    "project_id",
                                    "namespace_id",
                                    "pipeline_id",
                                    "job_id",
                                    "job_project_id",
                                    "user_id")),
                    Map.entry(
                            "codeberg",
                            List.of(
                                    "repository_id",
                                    "repository_owner_id",
                                    "run_id",
                                    "run_number",
                                    "run_attempt",
                                    "actor_id")),
                    Map.entry("made", List.of("team-id")),
                    Map.entry("google", List.of("sub")),
                    Map.entry("buildkite", List.of("build_number")),
                    Map.entry("jenkins", List.of("build_number")),
                    // Their ids are UUIDs.
                    Map.entry("activestate", List.of()),
                    Map.entry("circleci", List.of()),
                    Map.entry("bitbucket", List.of()),
                    Map.entry("semaphore", List.of()));

    /**
     * What is written in the token, and the digits that it stands for; empty: none, {@code !}: no
     * id.
     */
    private static final String[][] ID_SPELLINGS = {
        {"\"74\"", "74"},
        {"74", "74"},
        {"0", "0"},
        {"-0", "0"},
        {"9007199254740991", "9007199254740991"},
        {"9007199254740992", "9007199254740992"},
        {"\"9007199254740993\"", "9007199254740993"},
        {"\"340282366920938463463374607431768211456\"", "340282366920938463463374607431768211456"},
        {"\"074\"", "074"},
        {"null", ""},
        {"\"\"", ""},
        {"9007199254740993", "!"},
        {"9223372036854775807", "!"},
        {"9223372036854775808", "!"},
        {"340282366920938463463374607431768211456", "!"},
        {"-1", "!"},
        {"-74", "!"},
        {"74.0", "!"},
        {"74.5", "!"},
        {"9007199254740993.0", "!"},
        {"7.4e1", "!"},
        {"74e0", "!"},
        {"1E400", "!"},
        {"true", "!"},
        {"false", "!"},
        {"{}", "!"},
        {"{\"id\": 74}", "!"},
        {"[]", "!"},
        {"[74]", "!"},
        {"[\"74\"]", "!"},
        {"\" \"", "!"},
        {"\" 74\"", "!"},
        {"\"74 \"", "!"},
        {"\"74\\n\"", "!"},
        {"\"74\\u0000\"", "!"},
        {"\"\\ud800\"", "!"},
        {"\"-74\"", "!"},
        {"\"+74\"", "!"},
        {"\"74.0\"", "!"},
        {"\"7e1\"", "!"},
        {"\"7,4\"", "!"},
        {"\"7_4\"", "!"},
        {"\"0x4a\"", "!"},
        {"\"\\uff17\\uff14\"", "!"},
        {"\"\\u0667\\u0664\"", "!"},
        {"\"\\u2077\\u2074\"", "!"},
        {"\"7\\u200b4\"", "!"},
        {"\"null\"", "!"},
        {"\"true\"", "!"},
    };

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName(
            "Hazard 22: an id is a string of digits or an integer up to 2^53, in every provider")
    void ids(Sample sample) {
        List<ClaimRule> ids =
                sample.provider().claims().stream()
                        .filter(rule -> rule.type() == ClaimRule.Type.ID)
                        .toList();

        assertThat(ids)
                .extracting(ClaimRule::name)
                .containsExactlyInAnyOrderElementsOf(IDS.get(sample.provider().id()));
        for (ClaimRule rule : ids) {
            for (String[] spelling : ID_SPELLINGS) {
                assertThat(reading(sample, rule.name(), spelling[0]))
                        .as("%s: %s", rule.name(), spelling[0])
                        .isEqualTo(expectedOfId(rule, spelling[1]));
            }
        }
    }

    private static String expectedOfId(ClaimRule rule, String digits) {
        return switch (digits) {
            case "!" -> rule.name() + " " + OTHER_TYPE;
            case "" -> rule.required() ? rule.name() + " " + MISSING : "";
            default -> digits;
        };
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazard 22: a text is a string, a flag a boolean, a list an array of strings")
    void otherTypes(Sample sample) {
        Map<ClaimRule.Type, List<String>> wrong =
                Map.of(
                        ClaimRule.Type.STRING,
                        List.of("74", "0", "1.5", "true", "false", "[]", "[\"a\"]", "{}", "[null]"),
                        ClaimRule.Type.BOOLEAN,
                        List.of("\"true\"", "\"false\"", "\"\"", "0", "1", "[true]", "[]", "{}"),
                        ClaimRule.Type.STRINGS,
                        List.of("\"a\"", "\"\"", "1", "true", "{}", "[1]", "[null]", "[\"\"]"));
        for (ClaimRule rule : sample.provider().claims()) {
            for (String json : wrong.getOrDefault(rule.type(), List.of())) {
                assertThat(reading(sample, rule.name(), json))
                        .as("%s: %s", rule.name(), json)
                        .isEqualTo(rule.name() + " " + OTHER_TYPE);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: digits that are written in another way are another id")
    @CsvSource({"74, 074", "74, 0074", "074, 74"})
    void leadingZerosAreNotDropped(String bound, String seen) {
        Sample github = Sample.of("github");

        assertThat(github.provider().pinsOf(github.job().with("repository_id", seen).claims()))
                .isNotEqualTo(
                        github.provider()
                                .pinsOf(github.job().with("repository_id", bound).claims()));
        assertThat(
                        github.job("actor_ids", seen)
                                .mismatches(
                                        Publishers.with(github.publisher(), "actor_ids", bound)))
                .containsExactly("actor_ids");
    }

    /** The value that the claim is read as; empty: none; or what is wrong with it. */
    private static String reading(Sample sample, String claim, String json) {
        ObjectNode payload = JSON.valueToTree(sample.job().payload());
        JsonNode value = JSON.readTree(json);
        payload.set(claim, value);
        return switch (sample.provider().read(payload)) {
            case Claims.Read(Claims claims) -> {
                String read = claims.value(claim);
                yield read == null ? "" : read;
            }
            case Claims.Unfit(String name, String reason) -> name + " " + reason;
        };
    }
}
