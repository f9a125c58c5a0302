package dev.imprimatur.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.web.ProblemFormat;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each way in which an identity token can be exchanged: where its client asks, how it sends the
 * identity token, and how it reads the answer. What is shown of one is shown of all.
 */
public enum WayIn {
    PYPI("pypi", "packages.test", "packages.test", "/_/oidc/mint-token"),
    PYPI_ALIAS("pypi", "packages.test", "packages.test", "/_/oidc/github/mint-token"),
    PEP_807("pypi", "packages.test", "packages.test", "/_/oidc/pypi/mint-token"),

    NPM("npm", "open.test", "npm:open.test", "/-/npm/v1/oidc/token/exchange/package/{project}") {
        @Override
        HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
            return request.header("Authorization", "Bearer " + identityToken)
                    .POST(BodyPublishers.noBody());
        }
    },

    CARGO("cargo", "open.test", "open.test/cargo", "/api/v1/trusted_publishing/tokens") {
        @Override
        HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
            return request.POST(json(Map.of("jwt", identityToken)));
        }
    },

    RUBYGEMS(
            "gems",
            "open.test",
            "open.test/gems",
            "/api/v1/oidc/trusted_publisher/exchange_token") {
        @Override
        HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
            return request.POST(json(Map.of("jwt", identityToken)));
        }
    },

    NUGET("nuget", "open.test", "https://open.test", "/api/v2/token") {
        @Override
        HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
            return request.header("Authorization", "Bearer " + identityToken)
                    .POST(json(Map.of("username", "somebody", "tokenType", "ApiKey")));
        }
    },

    RFC_8693("pypi", "packages.test", "packages.test", "/_/oauth2/token") {
        @Override
        HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
            return request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                            BodyPublishers.ofString(
                                    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                                            + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt"
                                            + "&subject_token="
                                            + URLEncoder.encode(identityToken, UTF_8)));
        }
    };

    /** The id of the index that its client publishes to. */
    public final String index;

    final String host;
    public final String audience;
    final String path;

    WayIn(String index, String host, String audience, String path) {
        this.index = index;
        this.host = host;
        this.audience = audience;
        this.path = path;
    }

    /** The project of a test, in a spelling that every ecosystem allows. */
    static String project(Publishing publishing) {
        return publishing.project().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Registers a project of the index with a publisher that the test's job matches. */
    public void trust(Publishing publishing) {
        trust(publishing, project(publishing), Map.of());
    }

    void trust(Publishing publishing, String project, Map<String, String> changes) {
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/%s/projects/%s".formatted(index, project), "{}");
        Map<String, String> fields = new LinkedHashMap<>(publishing.fields());
        fields.putAll(changes);
        HttpResponse<String> registered = publishing.register(index, project, "test-ci", fields);
        assertThat(registered.statusCode()).as(registered.body()).isIn(201, 409);
    }

    /** What its client is answered. */
    public HttpResponse<String> exchange(Publishing publishing, String identityToken) {
        return exchange(publishing, project(publishing), identityToken);
    }

    HttpResponse<String> exchange(Publishing publishing, String project, String identityToken) {
        HttpRequest.Builder request =
                publishing.client().to(path.replace("{project}", project)).header("Host", host);
        return publishing.client().send(present(request, identityToken));
    }

    HttpRequest.Builder present(HttpRequest.Builder request, String identityToken) {
        return request.POST(json(Map.of("token", identityToken)));
    }

    /** The upload token in the answer, as its client finds it. */
    public String token(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        String member =
                switch (this) {
                    case RUBYGEMS -> "rubygems_api_key";
                    case NUGET -> "apiKey";
                    case RFC_8693 -> "access_token";
                    default -> "token";
                };
        return ServiceClient.json(response).path(member).asString("");
    }

    /** Checks that its client can read this refusal, and that it is this one. */
    public void assertRefused(HttpResponse<String> response, String code) {
        JsonNode body = ProblemFormat.check(response, status(code), code);
        String sentence = body.path("detail").asString();
        assertThat(Publishing.code(response)).isEqualTo(code);
        assertThat(Publishing.description(response)).isEqualTo(sentence).hasSizeGreaterThan(20);
        switch (this) {
            case NPM -> assertThat(body.path("message").asString()).isEqualTo(sentence);
            case CARGO -> assertThat(body.at("/errors/0/detail").asString()).isEqualTo(sentence);
            case NUGET -> assertThat(body.path("error").asString()).isEqualTo(sentence);
            case RFC_8693 -> {
                assertThat(body.path("error").asString())
                        .isIn(
                                "invalid_request",
                                "invalid_target",
                                "invalid_scope",
                                "temporarily_unavailable");
                assertThat(body.path("error_description").asString()).isEqualTo(sentence);
            }
            case RUBYGEMS, PYPI, PYPI_ALIAS, PEP_807 ->
                    assertThat(body.path("message").asString()).isNotBlank();
        }
        if (response.statusCode() == 401) {
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        assertThat(response.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(response.statusCode() == 503 || response.statusCode() == 429);
    }

    /** The status that its client expects. */
    private int status(String code) {
        if (code.equals("issuer-unavailable") || code.equals("unavailable")) {
            return 503;
        }
        boolean untrusted =
                code.equals("invalid-publisher")
                        || code.equals("invalid-pending-publisher")
                        || code.equals("invalid-scope");
        return switch (this) {
            case PYPI, PYPI_ALIAS, PEP_807 -> 422;
            case CARGO, RFC_8693 -> 400;
            case NUGET -> 401;
            case RUBYGEMS -> code.equals("invalid-payload") ? 400 : 404;
            case NPM ->
                    switch (code) {
                        case "invalid-payload" -> 400;
                        case "not-enabled" -> 403;
                        default -> untrusted ? 404 : 401;
                    };
        };
    }

    static HttpRequest.BodyPublisher json(Map<String, ?> body) {
        return BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body));
    }
}
