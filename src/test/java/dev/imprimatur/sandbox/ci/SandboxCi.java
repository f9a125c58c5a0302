package dev.imprimatur.sandbox.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The provider's HTTP side: a job's environment, its identity tokens, and what a verifier reads.
 *
 * <p>It trusts whoever can reach it with any identity, which is what a sandbox is for.
 */
public final class SandboxCi {

    /** What the sandbox serves it under. */
    public static final String PATH = "/sandbox/ci";

    /** Of a runner's requests. */
    private static final Set<String> TOKEN_PARAMETERS = Set.of("api-version", "audience");

    private final String issuer;
    private final SigningKeys keys;
    private final IdentityTokens tokens;
    private final RunningJobs jobs = new RunningJobs();
    private final AtomicLong runs;

    /**
     * @param issuer the issuer: this service's URL, with {@link #PATH}
     * @param keyFile where the signing keys are kept
     */
    public SandboxCi(String issuer, Path keyFile, Clock clock) {
        this.issuer = issuer;
        this.keys = new SigningKeys(keyFile);
        this.tokens = new IdentityTokens(issuer, keys, clock);
        this.runs = new AtomicLong(clock.instant().getEpochSecond() % 1_000_000_000);
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET(PATH + "/env", this::environment)
                .GET(PATH + "/token", this::identityToken)
                .GET(PATH + "/.well-known/openid-configuration", request -> json(200, discovery()))
                .GET(
                        PATH + "/.well-known/jwks",
                        request -> json(200, keys.published().toJSONObject()))
                .POST(PATH + "/rotate", this::rotate)
                .build();
    }

    private ServerResponse environment(ServerRequest request) {
        Map<String, String> chosen =
                request.params().toSingleValueMap().entrySet().stream()
                        .filter(it -> !ClaimChanges.isChange(it.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try {
            Job job = Job.of(chosen, runs.incrementAndGet());
            String token =
                    jobs.start(
                            new RunningJobs.RunningJob(job, ClaimChanges.from(request.params())));
            return text(200, JobEnvironment.of(job, issuer + "/token?api-version=2.0", token));
        } catch (IllegalArgumentException e) {
            return text(400, JobEnvironment.failing(String.valueOf(e.getMessage())));
        }
    }

    private ServerResponse identityToken(ServerRequest request) {
        String authorization = request.headers().firstHeader("Authorization");
        return jobs.authorizedBy(authorization == null ? "" : authorization)
                .map(job -> identityToken(job, request))
                .orElseGet(
                        () ->
                                refuse(
                                        HttpStatus.UNAUTHORIZED,
                                        "No job has this request token: take a new one from "
                                                + issuer
                                                + "/env"));
    }

    private ServerResponse identityToken(RunningJobs.RunningJob running, ServerRequest request) {
        Optional<String> unknown =
                request.params().keySet().stream()
                        .filter(it -> !TOKEN_PARAMETERS.contains(it) && !ClaimChanges.isChange(it))
                        .findFirst();
        if (unknown.isPresent()) {
            return refuse(
                    HttpStatus.BAD_REQUEST,
                    "An identity token cannot be given '%s': what a job is, is chosen at %s/env; here"
                                    .formatted(unknown.get(), issuer)
                            + " claims are changed, with claim.<name>=, json.<name>= or without=");
        }
        String owner = running.job().claims().getOrDefault("repository_owner", "");
        String audience = request.param("audience").orElse("https://github.com/" + owner);
        try {
            String token =
                    tokens.sign(
                            running.job(),
                            audience,
                            running.changes(),
                            ClaimChanges.from(request.params()));
            return json(200, Map.of("count", token.length(), "value", token));
        } catch (IllegalArgumentException e) {
            return refuse(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private ServerResponse rotate(ServerRequest request) {
        keys.rotate(request.param("withdraw").filter(Boolean::parseBoolean).isPresent());
        return json(200, Map.of("kid", keys.signing().getKeyID()));
    }

    private Map<String, Object> discovery() {
        List<String> claims =
                Stream.concat(
                                Stream.of("aud", "exp", "iat", "iss", "jti", "nbf"),
                                Job.choosable().stream()
                                        .filter(it -> !it.equals(Job.WORKFLOW_FILE)))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .toList();
        return Map.of(
                "issuer", issuer,
                "jwks_uri", issuer + "/.well-known/jwks",
                "subject_types_supported", List.of("public", "pairwise"),
                "response_types_supported", List.of("id_token"),
                "claims_supported", claims,
                "id_token_signing_alg_values_supported", List.of("RS256"),
                "scopes_supported", List.of("openid"));
    }

    private static ServerResponse refuse(HttpStatus status, String message) {
        return json(status.value(), Map.of("message", message));
    }

    private static ServerResponse json(int status, Map<String, Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .body(JSONObjectUtils.toJSONString(body));
    }

    private static ServerResponse text(int status, String body) {
        return ServerResponse.status(status)
                .contentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8))
                .header("Cache-Control", "no-store")
                .body(body);
    }
}
