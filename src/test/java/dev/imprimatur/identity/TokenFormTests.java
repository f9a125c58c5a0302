package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.Malformed;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.TestToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no token at all, and which headers are not looked behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenFormTests {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private TestVerifier verifier;

    @BeforeAll
    void start() {
        verifier = TestVerifier.start();
    }

    @AfterAll
    void stop() {
        verifier.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "a.b",
                "a.b.c",
                "e30.e30.",
                "e30..e30",
                ".e30.e30",
                "e30.e30.e30",
                "e30.e30.e30.e30.e30",
                "{\"payload\":\"e30\"}",
                "null",
                "é.é.é"
            })
    void garbageIsMalformed(String text) {
        assertMalformed(text);
    }

    @Test
    @DisplayName(
            "Hazard 26: texts that are too large are refused before anything is done with them")
    void hugeTextsAreRefusedFast() {
        String dots = ".".repeat(5_000_000);
        String claims =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> "\"claim%d\":%d".formatted(i, i))
                        .collect(Collectors.joining(",", "{", "}"));
        String manyClaims = verifier.token().payloadText(claims).text();
        verifier.verify(dots);

        long start = System.nanoTime();
        assertMalformed(dots);
        assertMalformed(manyClaims);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("Hazard 26: the cap is 16 KiB")
    void theLongestTokenHas16KiB() {
        String text = verifier.token().claim("pad", "x".repeat(10_000)).text();
        assertThat(text.length()).isLessThan(16_384);
        assertThat(verifier.verify(text)).isInstanceOf(Proven.class);

        assertMalformed(verifier.token().claim("pad", "x".repeat(13_000)).text());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 1000, 5000})
    @DisplayName("Hazard 26: depth")
    void deepPayloadsAreMalformed(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        assertMalformed(verifier.token().payloadText("{\"a\":" + deep + "}").text());
    }

    @Test
    @DisplayName("Hazard 26: the number of claims")
    void manyClaimsAreMalformed() {
        TestToken token = verifier.token();
        IntStream.range(0, 150).forEach(i -> token.claim("c" + i, i));
        assertThat(verifier.verify(token)).isInstanceOf(Proven.class);

        IntStream.range(150, 201).forEach(i -> token.claim("c" + i, i));
        assertMalformed(token.text());
    }

    static Stream<String> respellings() {
        return Stream.of(
                " %s",
                "%s ",
                "%s\n",
                "\t%s",
                "%s=",
                "%s==",
                "%s.",
                ".%s",
                "\uFEFF%s",
                "%s\u0000",
                "Bearer %s",
                "\"%s\"");
    }

    @ParameterizedTest
    @MethodSource("respellings")
    @DisplayName("Hazard 14: a token with something around it is none")
    void aTokenWithSomethingAroundItIsMalformed(String around) {
        assertMalformed(around.replace("%s", verifier.token().text()));
    }

    @Test
    @DisplayName("Hazard 14: of the 16 spellings of a signature's last character one is accepted")
    void aSignatureHasOneSpelling() {
        String text = verifier.token().text();
        String allButLast = text.substring(0, text.length() - 1);
        int last = ALPHABET.indexOf(text.charAt(text.length() - 1));
        int meaning = last & 0b110000;

        List<Verification> accepted =
                IntStream.range(meaning, meaning + 16)
                        .mapToObj(i -> verifier.verify(allButLast + ALPHABET.charAt(i)))
                        .filter(it -> !(it instanceof Malformed))
                        .toList();

        assertThat(accepted).singleElement().isInstanceOf(Proven.class);
    }

    @Test
    @DisplayName("Hazard 14: no part has padding, line breaks or the other alphabet")
    void noPartHasAnotherSpelling() {
        String[] parts = verifier.token().text().split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            String[] changed = parts.clone();
            for (String junk : List.of("=", "\n", "+", "/", "%3D", "é", "＝")) {
                changed[i] = parts[i].substring(0, 8) + junk + parts[i].substring(8);
                assertMalformed(String.join(".", changed));
                changed[i] = parts[i] + junk;
                assertMalformed(String.join(".", changed));
            }
        }
    }

    @Test
    void aMemberTwiceIsMalformed() {
        String payload = verifier.token().payloadText();
        String header = verifier.token().headerText();

        assertMalformed(
                verifier.token().payloadText("{\"aud\":\"other\"," + payload.substring(1)).text());
        assertMalformed(
                verifier.token().headerText("{\"alg\":\"none\"," + header.substring(1)).text());
        assertMalformed(
                verifier.token()
                        .claim("deep", Map.of())
                        .payloadText(
                                payload.replaceFirst("\\{", "{\"deep\":{\"x\":1,\"\\\\u0078\":2},"))
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s{}", "%s x", "%s,", "[%s]", "/**/%s", "%s//", "null", "1", "\"x\""})
    void anythingButOneJsonObjectIsMalformed(String around) {
        String payload = verifier.token().payloadText();
        assertMalformed(verifier.token().payloadText(around.replace("%s", payload)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "01", "+1", ".5", "0x1", "'x'", "tru", "1_0"})
    void whatIsNoJsonIsMalformed(String value) {
        assertMalformed(
                verifier.token()
                        .payloadText(
                                verifier.token()
                                        .payloadText()
                                        .replaceFirst("\\{", "{\"x\":" + value + ","))
                        .text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "a\\u0000b", "\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800"})
    @DisplayName("Hazard 25: NUL and lone surrogates, in values and names, at any depth")
    void textThatNoDatabaseTakesIsMalformed(String text) {
        String rest = verifier.token().payloadText().substring(1);
        for (String member :
                List.of("\"x\":\"%s\"", "\"%s\":1", "\"x\":[{\"y\":\"%s\"}]", "\"x\":{\"%s\":1}")) {
            assertMalformed(
                    verifier.token()
                            .payloadText("{" + member.replace("%s", text) + "," + rest)
                            .text());
        }
    }

    @Test
    @DisplayName("Hazard 25: characters beyond the basic plane are text like any other")
    void surrogatePairsArePartOfUnicode() {
        assertThat(verifier.verify(verifier.token().claim("x", "\uD83D\uDE80")))
                .isInstanceOf(Proven.class);
    }

    static Stream<Arguments> otherEncodings() {
        byte[] overlongSlash = {'{', '"', 'x', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
        byte[] surrogateBytes = {
            '{', '"', 'x', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'
        };
        byte[] latin = {'{', '"', 'x', '"', ':', '"', (byte) 0xE9, '"', '}'};
        return Stream.of(
                        overlongSlash,
                        surrogateBytes,
                        latin,
                        "{\"iss\":\"x\"}".getBytes(UTF_16BE),
                        "\uFEFF{\"iss\":\"x\"}".getBytes(UTF_8))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    @DisplayName("Hazard 25: UTF-8 and nothing else")
    void otherEncodingsAreNoJson(byte[] payload) {
        assertThat(StrictJson.object(payload)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "jwk", "x5c", "crit", "zip", "b64", "enc"})
    @DisplayName("Hazard 15: header members that name keys or other forms")
    void aHeaderThatWantsMoreIsRefused(String member) {
        assertUnproven(verifier.token().header(member, verifier.issuer.keysUrl()));
        assertUnproven(verifier.token().header(member, null));
        assertThat(verifier.issuer.otherRequests()).isZero();
    }

    static Stream<Arguments> noKeyIds() {
        return Stream.of(null, 1, true, List.of("x"), Map.of(), "", " ", "x".repeat(256))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noKeyIds")
    void aKeyIdThatIsNoneIsRefused(@Nullable Object keyId) {
        assertUnproven(verifier.token().header("kid", keyId));
    }

    @Test
    void aMissingKeyIdOrAlgorithmIsRefused() {
        assertUnproven(verifier.token().withoutHeader("kid"));
        assertUnproven(verifier.token().withoutHeader("alg"));
    }

    @Test
    void typIsAnyString() {
        assertThat(verifier.verify(verifier.token().header("typ", "at+jwt")))
                .isInstanceOf(Proven.class);
        assertUnproven(verifier.token().header("typ", 1));
    }

    private void assertMalformed(String text) {
        assertThat(verifier.verify(text))
                .isEqualTo(
                        new Malformed(
                                "This is no identity token: it must be a JWT in compact form"));
    }

    private void assertUnproven(TestToken token) {
        assertThat(verifier.verify(token)).isInstanceOf(Invalid.class);
    }
}
