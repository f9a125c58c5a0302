package dev.imprimatur.sandbox.people;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.imprimatur.sandbox.ci.SigningKeys;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * An OpenID provider with two people and no passwords: whoever is sent there chooses who they are.
 * It trusts whoever can reach it, which is what a sandbox is for.
 */
public final class SandboxPeople {

    /** What the sandbox serves it under. */
    public static final String PATH = "/sandbox/people";

    /** By their names, with their roles. */
    private static final Map<String, List<String>> PEOPLE =
            new TreeMap<>(Map.of("maya", List.of("maintainer"), "ada", List.of("administrator")));

    private final String issuer;
    private final String service;
    private final String back;
    private final SigningKeys keys;
    private final Clock clock;
    private final Map<String, Chosen> byCode = new ConcurrentHashMap<>();

    /**
     * @param service the URL of the sandbox
     * @param keyFile where the signing keys are kept
     */
    public SandboxPeople(String service, Path keyFile, Clock clock) {
        this.issuer = service + PATH;
        this.service = service;
        this.back = service + "/_/sign-in/";
        this.keys = new SigningKeys(keyFile);
        this.clock = clock;
    }

    /** Who somebody chose to be, until their code is traded. */
    private record Chosen(String name, String client, String nonce, String challenge) {}

    public RouterFunction<ServerResponse> routes() {
        return route().GET(
                        PATH + "/.well-known/openid-configuration",
                        request -> json(200, discovery()))
                .GET(PATH + "/jwks", request -> json(200, keys.published().toJSONObject()))
                .GET(PATH + "/authorize", this::choose)
                .POST(PATH + "/token", this::token)
                .GET(PATH + "/end", this::end)
                .build();
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer",
                issuer,
                "jwks_uri",
                issuer + "/jwks",
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "end_session_endpoint",
                issuer + "/end",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"));
    }

    /** Shows who there is; with {@code person}, sends back whoever it is. */
    private ServerResponse choose(ServerRequest request) {
        String address = request.param("redirect_uri").orElse("");
        if (!address.startsWith(back)) {
            return page("<h1>That is not an address of this sandbox</h1>");
        }
        String name = request.param("person").orElse("");
        if (!PEOPLE.containsKey(name)) {
            StringBuilder links = new StringBuilder("<h1>Who are you?</h1><ul>");
            PEOPLE.forEach(
                    (each, roles) ->
                            links.append("<li><a href=\"")
                                    .append(
                                            HtmlUtils.htmlEscape(
                                                    UriComponentsBuilder.fromUri(request.uri())
                                                            .replaceQueryParam("person", each)
                                                            .build(true)
                                                            .toUriString()))
                                    .append("\">")
                                    .append(each)
                                    .append("</a>, ")
                                    .append(roles.getFirst())
                                    .append("</li>"));
            return page(links.append("</ul>").toString());
        }
        String code = UUID.randomUUID().toString();
        byCode.put(
                code,
                new Chosen(
                        name,
                        request.param("client_id").orElse(""),
                        request.param("nonce").orElse(""),
                        request.param("code_challenge").orElse("")));
        return ServerResponse.seeOther(
                        UriComponentsBuilder.fromUriString(address)
                                .queryParam("code", code)
                                .queryParam("state", "{state}")
                                .encode()
                                .buildAndExpand(request.param("state").orElse(""))
                                .toUri())
                .build();
    }

    /** Nobody is signed in here for longer than it takes to choose. */
    private ServerResponse end(ServerRequest request) {
        String address = request.param("post_logout_redirect_uri").orElse("");
        return page(
                "<h1>Signed out</h1>"
                        + (address.equals(service + "/_/sign-in")
                                ? "<p><a href=\""
                                        + HtmlUtils.htmlEscape(address)
                                        + "\">Back to where you came from</a></p>"
                                : ""));
    }

    private ServerResponse token(ServerRequest request) {
        Chosen chosen = byCode.remove(request.param("code").orElse(""));
        if (chosen == null
                || !challenge(request.param("code_verifier").orElse(""))
                        .equals(chosen.challenge())) {
            return json(400, Map.of("error", "invalid_grant"));
        }
        return json(
                200,
                Map.of(
                        "access_token", UUID.randomUUID().toString(),
                        "token_type", "Bearer",
                        "id_token", idToken(chosen)));
    }

    private String idToken(Chosen chosen) {
        Date now = Date.from(clock.instant());
        RSAKey key = keys.signing();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                        new JWTClaimsSet.Builder()
                                .issuer(issuer)
                                .audience(chosen.client())
                                .subject("sandbox-" + chosen.name())
                                .claim("preferred_username", chosen.name())
                                .claim("email", chosen.name() + "@sandbox.example")
                                .claim("email_verified", true)
                                .claim("roles", PEOPLE.get(chosen.name()))
                                .claim("nonce", chosen.nonce())
                                .issueTime(now)
                                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                                .build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerResponse page(String body) {
        return ServerResponse.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .header("Cache-Control", "no-store")
                .body(
                        "<!DOCTYPE html><html lang=\"en\"><meta name=\"viewport\""
                                + " content=\"width=device-width\"><title>Sandbox people</title>"
                                + body);
    }

    private static ServerResponse json(int status, Map<String, @Nullable Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .body(JSONObjectUtils.toJSONString(body));
    }
}
