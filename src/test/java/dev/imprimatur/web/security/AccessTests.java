package dev.imprimatur.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.secret.SecretFormat;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may call what: each caller against each kind of endpoint. */
@ServiceTest
class AccessTests {

    private static final String INDEX = "Basic realm=\"imprimatur\", charset=\"UTF-8\"";
    private static final String PEOPLE = "Bearer realm=\"imprimatur\"";

    @LocalServerPort private int port;

    private ServiceClient anybody;

    @BeforeEach
    void anybody() {
        anybody = new ServiceClient(port);
    }

    private ServiceClient as(String caller) {
        return switch (caller) {
            case "anonymous" -> anybody;
            case "junk" -> anybody.with("Bearer junk");
            case "foreign" -> anybody.with("Bearer " + unknownToken());
            case "wrong" -> anybody.asIndex("pypi", "not-the-secret-at-all");
            case "nobody" -> anybody.asIndex("nobody", "index-secret-for-tests");
            case "other" -> anybody.asIndex("other", "other-index-secret-for-tests");
            case "index" -> anybody.asIndex("pypi", "index-secret-for-tests");
            case "second" -> anybody.asIndex("pypi", "second-secret-for-tests");
            case "admin" -> anybody.asAdmin();
            default -> throw new IllegalArgumentException(caller);
        };
    }

    /** In: the request passes the chains, whatever the controller then makes of it. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = false,
            textBlock =
                    """
                    POST   | /_/api/v1/indexes/pypi/uploads | 401 | 401  | 401     | 401   | 401    | 403   | in    | in     | 403
                    GET    | /_/api/v1/indexes/pypi/uploads | 401 | 401  | 401     | 401   | 401    | 403   | in    | in     | in
                    DELETE | /_/api/v1/indexes/pypi/uploads | 401 | 401  | 401     | 401   | 401    | 403   | in    | in     | 403
                    POST   | /_/oauth2/introspect           | 401 | 401  | 401     | 401   | 401    | in    | in    | in     | 403
                    POST   | /_/oauth2/revoke               | 401 | 401  | 401     | 401   | 401    | in    | in    | in     | 403
                    GET    | /_/api/v1/providers            | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/api/v1/indexes/pypi/projects| 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    PUT    | /_/api/v1/indexes/pypi/projects/!| 401 | 401  | 401   | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/api/v1/events               | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/api/v1/api-tokens           | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    POST   | /_/api/v1/api-tokens           | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/api/nothing                 | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/api/v1/indexes/pypi/uploads/x| 401 | 401 | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /_/%61pi/v1/events             | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /actuator/prometheus           | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /actuator/info                 | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /actuator                      | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /actuator/env                  | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    POST   | /actuator/health               | 401 | 401  | 401     | 401   | 401    | 401   | 401   | 401    | in
                    GET    | /actuator/health               | in  | 401  | 401     | in    | in     | in    | in    | in     | in
                    GET    | /actuator/health/readiness     | in  | 401  | 401     | in    | in     | in    | in    | in     | in
                    GET    | /_/oidc/nothing                | in  | in   | in      | in    | in     | in    | in    | in     | in
                    POST   | /_/oidc/nothing                | in  | in   | in      | in    | in     | in    | in    | in     | in
                    GET    | /.well-known/nothing           | in  | in   | in      | in    | in     | in    | in    | in     | in
                    PUT    | /_/authorize/nothing           | in  | in   | in      | in    | in     | in    | in    | in     | in
                    POST   | /_/oauth2/token                | in  | in   | in      | in    | in     | in    | in    | in     | in
                    DELETE | /api/v1/nothing                | in  | in   | in      | in    | in     | in    | in    | in     | in
                    GET    | /_/problems/not-found          | in  | in   | in      | in    | in     | in    | in    | in     | in
                    """)
    void onlyThoseWhoMayGetIn(
            String method,
            String path,
            String anonymous,
            String junk,
            String foreign,
            String wrong,
            String nobody,
            String other,
            String index,
            String second,
            String admin) {
        Map<String, String> wanted =
                Map.of(
                        "anonymous", anonymous,
                        "junk", junk,
                        "foreign", foreign,
                        "wrong", wrong,
                        "nobody", nobody,
                        "other", other,
                        "index", index,
                        "second", second,
                        "admin", admin);
        wanted.forEach(
                (caller, outcome) -> {
                    HttpResponse<String> answer = as(caller).send(method, path, "{\"unknown\": 1}");
                    assertThat(outcome(answer)).as(caller).isEqualTo(outcome);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "junk", "foreign", "wrong", "nobody"})
    void a401SaysWhichCredentialsAreWanted(String caller) {
        HttpResponse<String> asked = as(caller).post("/_/oauth2/introspect", "{}");
        ProblemFormat.check(asked, 401, "unauthenticated");
        assertThat(asked.headers().allValues("WWW-Authenticate")).containsExactly(INDEX);

        HttpResponse<String> managed = as(caller).get("/_/api/v1/events");
        ProblemFormat.check(managed, 401, "unauthenticated");
        assertThat(managed.headers().allValues("WWW-Authenticate")).containsExactly(PEOPLE);
    }

    @Test
    void anIndexMayNotAskForAnother() {
        ProblemFormat.check(
                as("other").post("/_/api/v1/indexes/pypi/uploads", "{}"), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=", "?token="})
    void anApiTokenInTheUrlIsNone(String query) {
        assertThat(anybody.get("/_/api/v1/events" + query + AdminApiToken.TEXT).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anApiTokenInAFormIsNone() {
        var request =
                anybody.to("/_/api/v1/api-tokens")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "access_token=" + AdminApiToken.TEXT));
        assertThat(anybody.send(request).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!!",
                "Basic OnB5cGk=",
                "Basic cHlwaQ==",
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer \u00e4",
                "Negotiate x"
            })
    void credentialsThatAreNoneAre401AndNothingWorse(String authorization) {
        ServiceClient caller = anybody.with(authorization);

        ProblemFormat.check(caller.get("/_/api/v1/events"), 401, "unauthenticated");
        ProblemFormat.check(
                caller.post("/_/api/v1/indexes/pypi/uploads", "{}"), 401, "unauthenticated");
        assertThat(caller.get("/_/oidc/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void noAnswerStartsASession() {
        for (String path : List.of("/_/oidc/nothing", "/_/api/v1/events", "/actuator/health")) {
            assertThat(as("admin").get(path).headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void answersSayHowBrowsersShallTreatThem() {
        var headers = anybody.get("/_/oidc/nothing").headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void healthIsOpenAndSaysNothingOfWhatIsInside() {
        assertThat(anybody.get("/actuator/health/readiness").body())
                .isEqualTo("{\"status\":\"UP\"}");
        assertThat(anybody.get("/actuator/health/liveness").body())
                .isEqualTo("{\"status\":\"UP\"}");
        assertThat(anybody.get("/actuator/health").body().toLowerCase(Locale.ROOT))
                .doesNotContain("postgres");
        assertThat(as("admin").get("/actuator/prometheus").body()).contains("jvm_");
    }

    private static String outcome(HttpResponse<String> answer) {
        if (answer.statusCode() == 401) {
            ProblemFormat.check(answer, 401, "unauthenticated");
        } else if (answer.statusCode() == 403) {
            ProblemFormat.check(answer, 403, "forbidden");
        } else {
            assertThat(answer.statusCode()).isLessThan(500);
            return "in";
        }
        return Integer.toString(answer.statusCode());
    }

    /** Well formed, so that only the database can tell. */
    private static String unknownToken() {
        return new SecretFormat("impa_").generate("").reveal();
    }
}
