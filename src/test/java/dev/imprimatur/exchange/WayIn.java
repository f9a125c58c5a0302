package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each way in which an identity token can be exchanged: where its client asks, how it sends the
 * identity token, and how it reads the answer. What is shown of one is shown of all.
 */
enum WayIn {
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
    };

    final String index;
    final String host;
    final String audience;
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
    void trust(Publishing publishing) {
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
    HttpResponse<String> exchange(Publishing publishing, String identityToken) {
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
    String token(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        String member =
                switch (this) {
                    case RUBYGEMS -> "rubygems_api_key";
                    case NUGET -> "apiKey";
                    default -> "token";
                };
        return ServiceClient.json(response).path(member).asString("");
    }

    static HttpRequest.BodyPublisher json(Map<String, ?> body) {
        return BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body));
    }
}
