package dev.imprimatur.exchange;

import dev.imprimatur.web.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of a token exchange (RFC 8693, section 2.1). Parameters that we do not know pass (RFC
 * 6749, section 3.2); one without a value is as good as none.
 */
sealed interface OAuthForm {

    String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

    String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** What an identity token may be called: an OpenID Connect ID token, or any JWT. */
    Set<String> SUBJECT_TOKEN_TYPES =
            Set.of(
                    "urn:ietf:params:oauth:token-type:id_token",
                    "urn:ietf:params:oauth:token-type:jwt");

    /** Those that are read. */
    Set<String> PARAMETERS =
            Set.of(
                    "grant_type",
                    "subject_token",
                    "subject_token_type",
                    "actor_token",
                    "requested_token_type",
                    "scope",
                    "audience",
                    "resource");

    /**
     * A form that can be worked with.
     *
     * @param identityToken the subject token as it was presented
     * @param projects the projects to narrow to; null: none named
     * @param audience the id or the audience of an index; null: none named
     * @param resource the upload URL of an index; null: none named
     */
    record Wanted(
            String identityToken,
            @Nullable List<String> projects,
            @Nullable String audience,
            @Nullable String resource)
            implements OAuthForm {

        @Override
        public String toString() {
            return "Wanted[projects=%s, audience=%s]".formatted(projects, audience);
        }
    }

    /** One that cannot. */
    record Refused(ProblemCode code, String reason) implements OAuthForm {}

    static OAuthForm read(HttpServletRequest request) {
        // A token in an address is in the logs of whatever stands between: nobody gets used to it.
        if (request.getQueryString() != null) {
            return refused("The parameters belong into the body; the address must have none");
        }
        Optional<String> twice =
                request.getParameterMap().entrySet().stream()
                        .filter(parameter -> parameter.getValue().length != 1)
                        .map(parameter -> parameter.getKey())
                        .filter(PARAMETERS::contains)
                        .findFirst();
        if (twice.isPresent()) {
            return refused("The parameter %s comes more than once".formatted(twice.get()));
        }
        String grant = value(request, "grant_type");
        if (grant == null) {
            return refused(
                    "The body must be a form with the parameter grant_type, which is "
                            + GRANT_TYPE);
        }
        if (!grant.equals(GRANT_TYPE)) {
            return new Refused(
                    ProblemCode.UNSUPPORTED_GRANT_TYPE,
                    "The grant_type served here is " + GRANT_TYPE);
        }
        return exchange(request);
    }

    private static OAuthForm exchange(HttpServletRequest request) {
        String token = value(request, "subject_token");
        if (token == null) {
            return refused("The parameter subject_token must be there: the identity token");
        }
        String type = value(request, "subject_token_type");
        if (type == null || !SUBJECT_TOKEN_TYPES.contains(type)) {
            return refused(
                    "The parameter subject_token_type must be one of "
                            + String.join(", ", SUBJECT_TOKEN_TYPES.stream().sorted().toList()));
        }
        if (value(request, "actor_token") != null) {
            return refused("Nobody acts for another here: actor_token is not served");
        }
        String requested = value(request, "requested_token_type");
        if (requested != null && !requested.equals(ACCESS_TOKEN)) {
            return refused("The requested_token_type served here is " + ACCESS_TOKEN);
        }
        String scope = value(request, "scope");
        List<String> projects = scope == null ? null : Scope.read(scope);
        if (projects != null && projects.size() > MintBody.MOST_PROJECTS) {
            return refused(
                    "The parameter scope must hold at most %d project names"
                            .formatted(MintBody.MOST_PROJECTS));
        }
        return new Wanted(token, projects, value(request, "audience"), value(request, "resource"));
    }

    private static @Nullable String value(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static Refused refused(String reason) {
        return new Refused(ProblemCode.INVALID_PAYLOAD, reason);
    }
}
