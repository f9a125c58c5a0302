package dev.imprimatur.sandbox.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.routerFunctions;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

class SandboxCiTests {

    private static final String ISSUER = "http://localhost:8080/sandbox/ci";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    /** Made once: keys are dear, and each test begins with a copy. */
    @TempDir private static Path first;

    private final Path keyFile;
    private MockMvc ci;

    SandboxCiTests(@TempDir Path directory) throws IOException {
        keyFile = directory.resolve("keys.json");
        Files.copy(first.resolve("keys.json"), keyFile);
        ci = start();
    }

    @BeforeAll
    static void makeKeys() {
        new SigningKeys(first.resolve("keys.json"));
    }

    @Test
    void anIdentityTokenHasTheFormAndTheTimesOfGithubs() throws Exception {
        JWSObject token = identityToken(job(""), "&audience=sandbox");
        Map<String, Object> claims = token.getPayload().toJSONObject();

        assertThat(token.getHeader().toJSONObject())
                .containsOnlyKeys("typ", "alg", "kid", "x5t")
                .containsEntry("typ", "JWT")
                .containsEntry("alg", "RS256");
        assertThat(claims)
                .containsEntry("iss", ISSUER)
                .containsEntry("aud", "sandbox")
                .containsEntry("iat", NOW.getEpochSecond())
                .containsEntry("nbf", NOW.getEpochSecond() - 600)
                .containsEntry("exp", NOW.getEpochSecond() + 300);
        assertThat(claims.keySet()).containsAll(Job.of(Map.of(), 1).claims().keySet());
        assertThat(claims.entrySet())
                .filteredOn(it -> !List.of("iat", "nbf", "exp").contains(it.getKey()))
                .allSatisfy(it -> assertThat(it.getValue()).isInstanceOf(String.class));
        assertThat(verifies(token)).isTrue();
    }

    @Test
    void everyTokenHasAnIdOfItsOwn() throws Exception {
        Shell job = job("");

        assertThat(claim(identityToken(job, ""), "jti"))
                .isNotEqualTo(claim(identityToken(job, ""), "jti"));
    }

    @Test
    void withoutAnAudienceItIsTheOwnersUrl() throws Exception {
        assertThat(claim(identityToken(job("repository=other/thing"), ""), "aud"))
                .isEqualTo("https://github.com/other");
    }

    @Test
    void aRequestSetsReplacesAndTakesAwaySingleClaims() throws Exception {
        JWSObject token =
                identityToken(
                        job("claim.sha=fromjob&claim.actor=fromjob"),
                        "&audience=a&claim.sha=fromrequest&json.aud=[\"a\",\"b\"]&json.exp=12"
                                + "&json.run_id=null&without=jti&without=ref");

        assertThat(token.getPayload().toJSONObject())
                .containsEntry("actor", "fromjob")
                .containsEntry("sha", "fromrequest")
                .containsEntry("aud", List.of("a", "b"))
                .containsEntry("exp", 12L)
                .containsEntry("run_id", null)
                .doesNotContainKeys("jti", "ref");
    }

    @Test
    void aWrongRequestTokenIsRefusedInJson() throws Exception {
        for (String authorization : List.of("bearer no-such-token", "bearer", "Basic eDp5")) {
            MockHttpServletResponse answer =
                    ci.perform(
                                    get(SandboxCi.PATH + "/token")
                                            .header("Authorization", authorization))
                            .andReturn()
                            .getResponse();

            assertThat(answer.getStatus()).isEqualTo(401);
            assertThat(JSONObjectUtils.parse(answer.getContentAsString())).containsKey("message");
        }
    }

    @Test
    void whatATokenCannotBeGivenIsNotPassedOver() throws Exception {
        Shell job = job("");
        MockHttpServletResponse answer =
                ci.perform(
                                get(URI.create(job.requestUrl() + "&repository=other/thing"))
                                        .header("Authorization", "Bearer " + job.requestToken()))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getContentAsString()).contains("'repository'", "claim.<name>=");
    }

    @Test
    void aShellTakesEveryValueForWhatItIs() throws Exception {
        String nasty = "it's $(touch /nowhere) `x` \"q\" \\ ; & \n second line";
        MockHttpServletResponse answer =
                ci.perform(get(SandboxCi.PATH + "/env").param("ref", nasty))
                        .andReturn()
                        .getResponse();

        assertThat(evaluated(answer.getContentAsString(UTF_8), "GITHUB_REF")).isEqualTo(nasty);
    }

    @Test
    void aMistypedParameterFailsTheEvaluatingShell() throws Exception {
        MockHttpServletResponse answer =
                ci.perform(get(SandboxCi.PATH + "/env").param("repositry", "it's"))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(400);
        Process shell = new ProcessBuilder("sh", "-c", answer.getContentAsString(UTF_8)).start();
        assertThat(new String(shell.getErrorStream().readAllBytes(), UTF_8))
                .startsWith("A job cannot be given 'repositry'");
        assertThat(shell.waitFor()).isEqualTo(1);
    }

    @Test
    void discoveryNamesTheIssuerAndItsKeys() throws Exception {
        Map<String, Object> discovery =
                JSONObjectUtils.parse(body("/.well-known/openid-configuration"));

        assertThat(discovery)
                .containsEntry("issuer", ISSUER)
                .containsEntry("jwks_uri", ISSUER + "/.well-known/jwks");
        JWKSet keys = JWKSet.parse(body("/.well-known/jwks"));
        assertThat(keys.getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
    }

    @Test
    void aRotatedKeySignsAndTheOneBeforeStaysPublished() throws Exception {
        JWSObject before = identityToken(job(""), "");
        ci.perform(post(SandboxCi.PATH + "/rotate"));
        JWSObject after = identityToken(job(""), "");

        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        assertThat(verifies(before)).isTrue();
        assertThat(verifies(after)).isTrue();

        ci.perform(post(SandboxCi.PATH + "/rotate"));
        assertThat(verifies(before)).isFalse();
    }

    @Test
    void aWithdrawnKeyIsGoneAtOnce() throws Exception {
        JWSObject before = identityToken(job(""), "");
        ci.perform(post(SandboxCi.PATH + "/rotate").param("withdraw", "true"));

        assertThat(verifies(before)).isFalse();
        assertThat(JWKSet.parse(body("/.well-known/jwks")).getKeys()).hasSize(1);
    }

    @Test
    void keysOutliveARestartAndAreTheirOwnersOnly() throws Exception {
        Files.delete(keyFile);
        ci = start();
        JWSObject before = identityToken(job(""), "");
        ci = start();

        assertThat(verifies(before)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
    }

    /** What a job's shell has. */
    private record Shell(String requestUrl, String requestToken) {}

    private MockMvc start() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return routerFunctions(new SandboxCi(ISSUER, keyFile, clock).routes()).build();
    }

    private Shell job(String query) throws Exception {
        String text = body("/env?" + query);
        return new Shell(
                evaluated(text, "ACTIONS_ID_TOKEN_REQUEST_URL"),
                evaluated(text, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    }

    private JWSObject identityToken(Shell job, String query) throws Exception {
        URI url =
                URI.create(
                        (job.requestUrl() + query)
                                .replace("\"", "%22")
                                .replace("[", "%5B")
                                .replace("]", "%5D"));
        MockHttpServletResponse answer =
                ci.perform(get(url).header("Authorization", "Bearer " + job.requestToken()))
                        .andReturn()
                        .getResponse();
        Map<String, Object> body = JSONObjectUtils.parse(answer.getContentAsString());
        return JWSObject.parse(String.valueOf(body.get("value")));
    }

    private String body(String path) throws Exception {
        return ci.perform(get(URI.create(SandboxCi.PATH + path)))
                .andReturn()
                .getResponse()
                .getContentAsString(UTF_8);
    }

    private boolean verifies(JWSObject token) throws Exception {
        JWK key =
                JWKSet.parse(body("/.well-known/jwks")).getKeyByKeyId(token.getHeader().getKeyID());
        return key != null && token.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    private static @Nullable Object claim(JWSObject token, String name) {
        return requireNonNull(token.getPayload().toJSONObject()).get(name);
    }

    private static String evaluated(String text, String variable) throws Exception {
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "eval \"$1\"; printf %s \"$" + variable + "\"",
                                "sh",
                                text)
                        .start();
        String value = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).isZero();
        return value;
    }
}
