package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity providers with which people sign in to the pages. None of them is asked for anything
 * before somebody signs in: the service starts, and works, while they are down.
 */
public final class LoginProviders implements AutoCloseable {

    private final Map<String, KnownEndpoints> byId = new LinkedHashMap<>();
    private final IssuerClient client;
    private final TokenEndpoint tokens = new TokenEndpoint();
    private final IdTokens idTokens;

    LoginProviders(
            PeopleIssuers issuers, IdTokens idTokens, KeysProperties properties, Clock clock) {
        this.client = new IssuerClient(clock, properties.fetchBudget());
        this.idTokens = idTokens;
        for (PeopleIssuer issuer : issuers.all()) {
            LoginClient login = issuer.login();
            if (login != null) {
                byId.put(login.id(), new KnownEndpoints(issuer, login, client, properties, clock));
            }
        }
    }

    /**
     * One of them.
     *
     * @param id under which addresses of ours name it
     * @param label what people read
     */
    public record Named(String id, String label) {}

    /**
     * What sending a browser there takes.
     *
     * @param issuer its {@code iss}
     * @param authorization where the browser is sent
     * @param token where we go afterwards
     * @param endSession where it may sign out there, too; null: nowhere
     */
    public record Way(
            String id,
            String issuer,
            String clientId,
            List<String> scopes,
            URI authorization,
            URI token,
            @Nullable URI endSession) {

        /**
         * Where a browser may sign out there, too (RP-Initiated Logout 1.0, section 2); empty:
         * nowhere. Nothing of the ID token is in it, since none is kept: the identity provider asks
         * the person whether they mean it.
         *
         * @param back where it may lead the browser afterwards
         */
        public Optional<String> signOut(String back) {
            return Optional.ofNullable(endSession)
                    .map(
                            end ->
                                    end
                                            + (end.getRawQuery() == null ? "?" : "&")
                                            + "client_id="
                                            + URLEncoder.encode(clientId, UTF_8)
                                            + "&post_logout_redirect_uri="
                                            + URLEncoder.encode(back, UTF_8));
        }
    }

    /** What coming back from there comes to. */
    public sealed interface Answer {}

    /**
     * An ID token, to be verified.
     *
     * @param idToken as it came
     */
    public record Traded(Secret idToken) implements Answer {}

    /**
     * A person, if the nonce is that of their browser's sign-in.
     *
     * @param nonce of the ID token; empty: it has none
     */
    public record SignedIn(Person person, String nonce, Instant issuedAt, Instant expiresAt)
            implements Answer {}

    /**
     * No.
     *
     * @param cause for the log: a few words of ours, never what was received
     */
    public record Refused(String cause) implements Answer {}

    /**
     * Not now.
     *
     * @param cause likewise
     */
    public record Unanswered(String cause) implements Answer {}

    /** All, as they are configured. */
    public List<Named> all() {
        return byId.values().stream()
                .map(it -> new Named(it.login().id(), it.login().label()))
                .toList();
    }

    /** Whether people sign in with one of this id. */
    public boolean has(String id) {
        return byId.containsKey(id);
    }

    /** The way there; empty: there is none of this id, or it cannot be asked now. */
    public Optional<Way> way(String id) {
        KnownEndpoints known = byId.get(id);
        LoginEndpoints endpoints = known == null ? null : known.find();
        return known == null || endpoints == null
                ? Optional.empty()
                : Optional.of(
                        new Way(
                                id,
                                known.issuer().keys().issuer(),
                                known.login().clientId(),
                                known.login().scopes(),
                                endpoints.authorization(),
                                endpoints.token(),
                                endpoints.endSession()));
    }

    /**
     * Trades a code for an ID token; blocks for a few seconds at most.
     *
     * @param verifier whose challenge the browser was sent there with (RFC 7636)
     * @param back where the browser was to come back to
     */
    public Answer trade(String id, String code, String verifier, String back) {
        KnownEndpoints known = byId.get(id);
        LoginEndpoints endpoints = known == null ? null : known.find();
        if (known == null || endpoints == null) {
            return new Unanswered("discovery document cannot be had");
        }
        try {
            return switch (tokens.trade(known.login(), endpoints, code, verifier, back)) {
                case TokenEndpoint.Done(Secret idToken) -> new Traded(idToken);
                case TokenEndpoint.Refused(String cause) ->
                        new Refused("the token endpoint: " + cause);
                case TokenEndpoint.Unanswered(String cause) ->
                        new Unanswered("the token endpoint: " + cause);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unanswered("the service is stopping");
        }
    }

    /** Who signed in, by an ID token in compact form. */
    public Answer verify(String id, String idToken) {
        KnownEndpoints known = byId.get(id);
        return known == null
                ? new Refused("no such identity provider")
                : idTokens.verify(idToken, known.issuer());
    }

    @Override
    public void close() {
        client.close();
        tokens.close();
    }
}
