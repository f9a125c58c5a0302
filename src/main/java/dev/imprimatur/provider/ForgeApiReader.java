package dev.imprimatur.provider;

import dev.imprimatur.Loopback;
import dev.imprimatur.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says where the API of a forge is: where the operator says, or else where that of the issuer's own
 * instance is known to be.
 *
 * <p>Intent: names are only ever looked up where the identity tokens come from. Asking github.com
 * for a repository of somebody's own server would bind a publisher to a stranger's ids. So where an
 * issuer does not say where its API is, nothing is asked until the operator writes the address.
 */
final class ForgeApiReader {

    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(2);
    private static final Duration SHORTEST_BUDGET = Duration.ofMillis(100);
    private static final Duration LONGEST_BUDGET = Duration.ofSeconds(10);
    private static final int LONGEST_TOKEN = 1024;

    private static final String GITHUB_ISSUER = "token.actions.githubusercontent.com";
    private static final String GHE_PREFIX = "token.actions.";
    private static final String SERVER_PATH = "/_services/token";

    private final ProviderProperties written;
    private final Complaints complaints;

    ForgeApiReader(ProviderProperties written, Complaints complaints) {
        this.written = written;
        this.complaints = complaints;
    }

    @Nullable ForgeApi read(URI issuer) {
        ForgeApi.Kind kind = Objects.requireNonNullElse(written.resolver(), ForgeApi.Kind.NONE);
        ProviderProperties.ResolverSettings settings = written.resolverSettings();
        complaints.require(
                settings == null || kind != ForgeApi.Kind.NONE,
                "resolver-settings",
                "needs a resolver that it is for: github or gitlab");
        boolean nothingToBind = written.pins() == null || written.pins().isEmpty();
        if (kind == ForgeApi.Kind.NONE || nothingToBind) {
            return null;
        }
        if (settings == null) {
            settings = new ProviderProperties.ResolverSettings(null, null, null, null, null);
        }
        Duration budget = budget(settings.budget());
        Secret token = token(settings.token());
        String writtenUrl = settings.apiUrl();
        Optional<URI> url =
                writtenUrl != null ? Optional.of(checked(writtenUrl)) : known(kind, issuer);
        complaints.require(
                url.isPresent() || token == null && !Boolean.TRUE.equals(settings.enabled()),
                "resolver-settings.api-url",
                "must be set: the issuer does not say where it is");
        return Boolean.FALSE.equals(settings.enabled()) || url.isEmpty()
                ? null
                : new ForgeApi(
                        kind,
                        url.get(),
                        token,
                        Boolean.TRUE.equals(settings.privateRepositories()),
                        budget);
    }

    private static Optional<URI> known(ForgeApi.Kind kind, URI issuer) {
        String host = issuer.getHost();
        return switch (kind) {
            case NONE -> Optional.empty();
            case GITLAB -> Optional.of(URI.create(withoutSlash(issuer.toString()) + "/api/v4"));
            case GITHUB -> {
                if (host.equals(GITHUB_ISSUER)) {
                    yield Optional.of(URI.create("https://api.github.com"));
                }
                if (host.startsWith(GHE_PREFIX) && host.endsWith(".ghe.com")) {
                    yield Optional.of(
                            URI.create("https://api." + host.substring(GHE_PREFIX.length())));
                }
                yield SERVER_PATH.equals(issuer.getPath())
                        ? Optional.of(issuer.resolve("/api/v3"))
                        : Optional.empty();
            }
        };
    }

    private URI checked(String text) {
        String wanted =
                "must be an https URL, such as https://api.github.com, without user, query or"
                        + " fragment (http only for loopback, with allow-http-loopback: true)";
        URI url;
        try {
            url = URI.create(withoutSlash(text));
        } catch (IllegalArgumentException e) {
            throw complaints.about("resolver-settings.api-url", wanted);
        }
        boolean httpAllowed = Boolean.TRUE.equals(written.allowHttpLoopback());
        complaints.require(
                url.getHost() != null
                        && ("https".equals(url.getScheme()) || httpAllowed && Loopback.isHttp(url))
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && UrlPath.staysWhereItIs(url.getRawPath()),
                "resolver-settings.api-url",
                wanted);
        return url;
    }

    /** It goes into a header, and what a header refuses it would repeat in a message. */
    private @Nullable Secret token(@Nullable Secret token) {
        complaints.require(
                token == null || token.looksLike("[!-~]{1,%d}".formatted(LONGEST_TOKEN)),
                "resolver-settings.token",
                "must be one word of printable ASCII characters");
        return token;
    }

    private Duration budget(@Nullable Duration budget) {
        complaints.require(
                budget == null
                        || budget.compareTo(SHORTEST_BUDGET) >= 0
                                && budget.compareTo(LONGEST_BUDGET) <= 0,
                "resolver-settings.budget",
                "must be between 100ms and 10s");
        return Objects.requireNonNullElse(budget, DEFAULT_BUDGET);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
