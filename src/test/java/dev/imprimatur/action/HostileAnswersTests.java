package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.action.StubbedService.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the script makes of answers that nobody of ours would send: it reads JSON with a parser of
 * its own, and what it prints is read by a CI system that takes some lines for commands.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class HostileAnswersTests {

    private static final String GOOD =
            "\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":900,\"scope\":\"sample\""
                    .formatted(UPLOAD_TOKEN);

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{%s}",
                "\r\n {\t%s } \n\n",
                "{\"a\":[],\"b\":{},\"c\":[1,-2.5e+3,true,null,[{\"access_token\":\"no\"}]],%s}",
                "{\"a\":\"\\\"access_token\\\":\\\"no\\\"\",%s}",
                "{\"a\":\"\\\\\",%s}",
                "{\"a\":\"\\n.access_token s no\",%s}",
                "{\"a\\n.access_token s no\":\"x\",%s}",
                "{\"a.access_token\":\"no\",\"b\":{\"access_token\":\"no\"},%s}",
                "{\"errors\":[{\"code\":\"x\"}],\"ü\":\"\\u00fc\\ud83d\\ude00\",%s}",
                "{%s,\"access_tokens\":\"no\"}"
            })
    void theTokenIsReadWhateverIsAroundIt(String answer) throws Exception {
        service.answers(EXCHANGE, new Answer(200, answer.formatted(GOOD)));
        Script script = Script.elsewhere(job, service);

        Script.Ended ended = script.run("token");

        assertThat(ended.errors()).contains("an upload token of index python for sample, good");
        assertThat(script.read("token"))
                .isEqualTo("export IMPRIMATUR_TOKEN=" + UPLOAD_TOKEN + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "<html>access_token</html>",
                "[{%s}]",
                "{%s",
                "{%s}}",
                "{%s} {}",
                "{%s,}",
                "{%s,\"access_token\":\"again\"}",
                "{\"a\":01,%s}",
                "{\"a\":\"\\x\",%s}",
                "{\"a\":\"\\u12g4\",%s}",
                "{\"a\":yes,%s}",
                "{a:1,%s}",
                "{'a':1,%s}",
                "{\"a\" 1,%s}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],%s}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":7,\"token_type\":\"Bearer\",\"expires_in\":900}",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\",\"expires_in\":900}",
                "{\"access_token\":\"a\\nb\",\"token_type\":\"Bearer\",\"expires_in\":900}",
                "{\"access_token\":\"$(id)\",\"token_type\":\"Bearer\",\"expires_in\":900}",
                "{\"access_token\":\"abc\",\"token_type\":\"DPoP\",\"expires_in\":900}",
                "{\"access_token\":\"abc\",\"expires_in\":900}",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":\"900\"}",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":-1}",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":99999999999}"
            })
    void whatIsNoAnswerOfAnExchangeIsNoToken(String answer) throws Exception {
        service.answers(EXCHANGE, new Answer(200, answer.replace("%s", GOOD)));

        Script.Ended ended = Script.elsewhere(job, service).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.told()).startsWith("imprimatur: error: odd-answer: ");
        assertThat(job.resolve("token")).doesNotExist();
    }

    @Test
    void aTokenWithoutAnEndIsBurntNotUsed() throws Exception {
        service.answers(
                EXCHANGE, new Answer(200, "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}"));

        Script.elsewhere(job, service).run("token");

        assertThat(service.requests(StubbedService.BURN))
                .extracting(StubbedService.Request::body)
                .containsExactly("{\"token\":\"abc\"}");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
        service.answers(EXCHANGE, new Answer(200, "{\"a\":\"" + "x".repeat(200_000) + "\"}"));

        Script.Ended ended = Script.elsewhere(job, service).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("no-answer").hasSizeLessThan(1000);
        assertThat(service.requests(EXCHANGE)).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("Hazard 34: what is said of a refusal is no command to the CI system")
    @ValueSource(
            strings = {
                "a\n::set-output name=token::stolen",
                "a\r::stop-commands::x",
                "::add-path::/evil",
                "a%0A::set-env name=PATH::evil%0D%25",
                "a ##[set-env name=PATH]evil ###vso[task.setvariable]x ##teamcity[x]",
                "quotes \" ' ` $(touch pwned) ${HOME} \\ \\n %s %n",
                "\u001b[31mred\u001b[0m \u0000 \u0007 \u0085 \u2028 ü 😀",
                "section_start:1:a\r\u001b[0K"
            })
    void aDescriptionIsOneHarmlessLine(String description) throws Exception {
        String json = JsonMapper.shared().writeValueAsString(description);
        service.answers(
                EXCHANGE,
                new Answer(
                        400,
                        "{\"errors\":[{\"code\":\"invalid-token\",\"description\":%s}]}"
                                .formatted(json)));
        service.answers(
                "/_/problems/invalid-token",
                new Answer(200, "Who mends it:  you.\nHow: " + description + "\n"));

        Script.Ended there = Script.elsewhere(job, service).run("token");
        Script.Ended github = Script.onGitHub(job, service).run("token");

        assertThat(there.told().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("imprimatur: ") && isHarmless(line))
                .noneMatch(line -> line.contains("::::"));
        assertThat(github.errors().lines())
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line)
                                        .startsWith("::error title=Imprimatur%3A invalid-token::")
                                        .matches(HostileAnswersTests::isHarmless, "harmless")
                                        .matches("([^%]|%25|%0AWhat to do: |%3A inv)*"));
        assertThat(github.output()).isEqualTo("::add-mask::" + service.identityToken() + "\n");
        assertThat(job.resolve("pwned")).doesNotExist();
    }

    private static boolean isHarmless(String line) {
        return line.chars().allMatch(c -> c >= ' ' && c <= '~') && !line.contains("##");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "a\nb", "x::y", "a b", "a/b", "%0a", "", "A"})
    void aCodeIsAWordOrNone(String code) throws Exception {
        String json = JsonMapper.shared().writeValueAsString(code);
        service.answers(
                EXCHANGE,
                new Answer(
                        400,
                        "{\"errors\":[{\"code\":%s,\"description\":\"why\"}]}".formatted(json)));

        assertThat(Script.onGitHub(job, service).run("token").errors())
                .startsWith("::error title=Imprimatur%3A status-400::")
                .contains("status 400: why")
                .hasLineCount(1);
        assertThat(service.paths()).endsWith(EXCHANGE);
    }
}
