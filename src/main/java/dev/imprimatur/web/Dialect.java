package dev.imprimatur.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * How the client behind a path reads a "no". The document is one and the same; what differs is the
 * status, and the few members whose meaning the clients do not agree about. It follows from the
 * path alone, so that what filters, the framework and the container answer there is readable, too.
 */
public enum Dialect {
    /**
     * The npm client before it publishes: 404 where nothing trusts the job. It keeps a refusal to
     * itself, {@code message} and all, but shows the header {@code npm-notice} of any answer.
     */
    NPM("/-/npm/.*") {
        @Override
        int status(ProblemCode code, int status) {
            return switch (code) {
                case INVALID_PAYLOAD -> 400;
                case INVALID_TOKEN, INVALID_REUSE_TOKEN -> 401;
                case NOT_ENABLED -> 403;
                case INVALID_PUBLISHER, INVALID_PENDING_PUBLISHER, INVALID_SCOPE -> 404;
                default -> status;
            };
        }

        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return npmMembers(sentence);
        }

        @Override
        Map<String, String> headers(int status, String sentence) {
            return Map.of(NPM_NOTICE, sentence);
        }
    },

    /** {@code npm trust}: shows {@code error}, but not of a 401, for which it knows a reason. */
    NPM_TRUST(".*/-/package/.*") {
        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return npmMembers(sentence);
        }

        @Override
        Map<String, String> headers(int status, String sentence) {
            return status == 401 ? Map.of(NPM_NOTICE, sentence) : Map.of();
        }
    },

    /**
     * cargo and its credential action: {@code errors[].detail}; 400 for whatever was refused. What
     * is for the registry itself may be sent here by a proxy's mistake; cargo shows that, too.
     */
    CARGO("/api/v1/(?:trusted_publishing|crates)/.*", 400) {
        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return Map.of(
                    "errors", Problems.errors(problem).stream().map(Dialect::detailed).toList());
        }
    },

    /**
     * RubyGems' tools and its credential action: {@code error}, a sentence, which the action wants
     * as {@code message}; what is wrong with single fields is lists of sentences by their names;
     * 404 for an identity that is not trusted.
     */
    RUBYGEMS("/api/v1/(?:oidc|gems)/.*") {
        @Override
        int status(ProblemCode code, int status) {
            return switch (code) {
                // At 404 the action says by itself that there is no publisher, and nothing else.
                case INVALID_PUBLISHER, INVALID_PENDING_PUBLISHER, INVALID_SCOPE -> 404;
                case INVALID_PAYLOAD, INVALID_TOKEN, INVALID_REUSE_TOKEN, NOT_ENABLED -> 400;
                default -> status;
            };
        }

        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return problem.fields().isEmpty()
                    ? Map.of("error", sentence, "message", sentence)
                    : Map.of("error", sentence, "message", sentence, "errors", byField(problem));
        }
    },

    /** The NuGet login action: {@code error}, a sentence; 401 with a challenge. */
    NUGET("/api/v2/.*", 401) {
        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return Map.of("error", sentence);
        }
    },

    /** OAuth 2.0 (RFC 6749, section 5.2): {@code error}, a code, and {@code error_description}. */
    OAUTH("/_/oauth2/.*|/\\.well-known/oauth-authorization-server(?:/.*)?", 400) {
        @Override
        Map<String, ?> members(Problem problem, String sentence) {
            return Map.of("error", oauthError(problem.code()), "error_description", sentence);
        }
    },

    /** Everybody else: PEP 807, PyPI's own variant, and what is ours. */
    PLAIN(".*");

    private static final String NPM_NOTICE = "npm-notice";

    private static final int UNPROCESSABLE = 422;

    private final Pattern paths;

    /** What is answered where others are answered that the content cannot be processed. */
    private final int unprocessable;

    Dialect(String paths) {
        this(paths, UNPROCESSABLE);
    }

    Dialect(String paths, int unprocessable) {
        this.paths = Pattern.compile(paths, Pattern.DOTALL);
        this.unprocessable = unprocessable;
    }

    /** The dialect that is spoken at a path; null, where not even that could be read: ours. */
    public static Dialect ofPath(@Nullable String path) {
        return path == null
                ? PLAIN
                : Arrays.stream(values())
                        .filter(it -> it.paths.matcher(path).matches())
                        .findFirst()
                        .orElse(PLAIN);
    }

    /** The same problem as the clients of this dialect read it. */
    public Problem of(Problem problem) {
        int status = status(problem.code(), problem.status());
        String sentence = Problems.sentence(problem);
        Map<String, Object> members = new LinkedHashMap<>(problem.members());
        members.putAll(members(problem, sentence));
        Map<String, String> headers = new LinkedHashMap<>(headers(status, sentence));
        // A 401 has a challenge (RFC 9110, section 11.6.1); all of these send bearer tokens.
        if (status == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        headers.putAll(problem.headers());
        return problem.withStatus(status).withMembers(members).withHeaders(headers);
    }

    int status(ProblemCode code, int status) {
        return status == UNPROCESSABLE ? unprocessable : status;
    }

    /**
     * What the document holds for this client, beside or in the place of what it holds for others.
     *
     * @param sentence all there is to say in one line
     */
    Map<String, ?> members(Problem problem, String sentence) {
        return Map.of();
    }

    private static Map<String, List<String>> byField(Problem problem) {
        return problem.fields().stream()
                .collect(
                        Collectors.groupingBy(
                                Problem.InvalidField::field,
                                LinkedHashMap::new,
                                Collectors.mapping(
                                        invalid -> Problems.printable(invalid.message()),
                                        Collectors.toList())));
    }

    /** What is said beside the document, where this client has no eye for it. */
    Map<String, String> headers(int status, String sentence) {
        return Map.of();
    }

    private static Map<String, String> npmMembers(String sentence) {
        return Map.of("message", sentence, "error", sentence);
    }

    private static Map<String, ?> detailed(Map<String, ?> error) {
        Map<String, Object> detailed = new LinkedHashMap<>(error);
        String field = error.containsKey("field") ? error.get("field") + ": " : "";
        detailed.put("detail", field + error.get("description"));
        return detailed;
    }

    /**
     * RFC 8693, section 2.2.2: a subject token that does not count, or is not acceptable, is an
     * {@code invalid_request}; an index that nothing is issued for is an {@code invalid_target}.
     */
    private static String oauthError(ProblemCode code) {
        return switch (code) {
            case INVALID_SCOPE -> "invalid_scope";
            case INVALID_TARGET -> "invalid_target";
            case UNSUPPORTED_GRANT_TYPE -> "unsupported_grant_type";
            case UNAUTHENTICATED -> "invalid_client";
            case RATE_LIMITED, ISSUER_UNAVAILABLE, UNAVAILABLE -> "temporarily_unavailable";
            case INTERNAL_ERROR -> "server_error";
            default -> "invalid_request";
        };
    }
}
