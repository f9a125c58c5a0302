package dev.imprimatur.account;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.secret.SecretFormat;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The credentials of the management API; only their hashes are kept. */
@Service
public class ApiTokens {

    static final SecretFormat FORMAT = new SecretFormat("impa_");

    /** More than anybody can keep apart; so that no account fills the table. */
    private static final int MOST_OF_AN_ACCOUNT = 100;

    private static final Logger log = LoggerFactory.getLogger(ApiTokens.class);

    private final ApiTokenRows rows;
    private final EventLog events;
    private final ApiTokensProperties properties;
    private final Clock clock;

    ApiTokens(ApiTokenRows rows, EventLog events, ApiTokensProperties properties, Clock clock) {
        this.rows = rows;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** What creating a token comes to. */
    public sealed interface Creation {}

    /** It is there; its text is handed out this once. */
    public record Created(ApiToken token, Secret secret) implements Creation {}

    /** Another token of the same account has this name. */
    public record NameTaken(ApiToken existing) implements Creation {}

    /** The account has as many as it may have. */
    public record TooMany(int most) implements Creation {}

    /** It would expire at a time that cannot be, or later than the operator allows. */
    public record UnfitExpiry(String reason) implements Creation {}

    /**
     * The token with this text; empty where there is none, or it has expired. A text with a wrong
     * form or checksum costs no look at the database.
     */
    public Optional<ApiToken> ofText(String text) {
        return FORMAT.read(text)
                .flatMap(secret -> rows.ofHash(secret.hash()))
                .filter(token -> !token.isExpired(clock.instant()));
    }

    /** The token of this id; empty where there is none, or it has expired. */
    public Optional<ApiToken> goodOfId(long id) {
        return rows.ofId(id).filter(token -> !token.isExpired(clock.instant()));
    }

    /** Whether the token of this id is there and has not expired. */
    public boolean isGood(long id) {
        return goodOfId(id).isPresent();
    }

    /** Whether a text is meant as one of these tokens, good or not. */
    public static boolean isMeant(String text) {
        return text.startsWith(FORMAT.mark());
    }

    /** Keeps that a token is used now. That it cannot be kept is no reason to refuse it. */
    public void used(ApiToken token) {
        try {
            rows.used(token, clock.instant());
        } catch (DataAccessException e) {
            log.debug("The last use of API token {} cannot be kept", token.id());
        }
    }

    /** The oldest tokens first, after this id. */
    public List<ApiToken> page(long after, int limit) {
        return rows.page(after, limit);
    }

    /** Those of an account, the oldest first, after this id. */
    public List<ApiToken> pageOf(Account account, long after, int limit) {
        return rows.pageOf(account, after, limit);
    }

    /** The token of this id. */
    public Optional<ApiToken> ofId(long id) {
        return rows.ofId(id);
    }

    /**
     * Makes a new token under a name that no other of its account has. Where it does not say when
     * it expires, the operator's default holds.
     */
    @Transactional
    public Creation create(NewApiToken asked, String actor) {
        Optional<String> unfit = properties.unfit(asked.expiresAt(), clock.instant());
        if (unfit.isPresent()) {
            return new UnfitExpiry(unfit.get());
        }
        NewApiToken wanted =
                asked.expiringAt(properties.expiry(asked.expiresAt(), clock.instant()));
        Account account = wanted.account();
        if (account != null && rows.count(account) >= MOST_OF_AN_ACCOUNT) {
            return new TooMany(MOST_OF_AN_ACCOUNT);
        }
        Secret secret = FORMAT.generate("");
        Optional<ApiToken> token = add(secret, wanted, actor);
        if (token.isPresent()) {
            return new Created(token.get(), secret);
        }
        return rows.ofName(account, wanted.name())
                .<Creation>map(NameTaken::new)
                // Its holder removed it in this very moment: the next attempt goes through.
                .orElseThrow(
                        () ->
                                new ConcurrencyFailureException(
                                        "The API token of this name has just gone"));
    }

    /** Removes a token, which is useless from then on; false where it is not there. */
    @Transactional
    public boolean remove(long id, String actor) {
        Optional<ApiToken> token = rows.ofId(id);
        if (token.isEmpty() || !rows.remove(id)) {
            return false;
        }
        write(EventType.API_TOKEN_REMOVED, token.get(), actor);
        return true;
    }

    /** Adds a token whose text is known; empty where it, or its name, is there already. */
    Optional<ApiToken> add(Secret secret, NewApiToken wanted, String actor) {
        Optional<ApiToken> added = rows.add(secret, wanted, clock.instant());
        added.ifPresent(token -> write(EventType.API_TOKEN_CREATED, token, actor));
        return added;
    }

    private void write(EventType type, ApiToken token, String actor) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("id", token.id());
        detail.put("name", token.name());
        if (token.account() != null) {
            detail.put("account", token.account().name());
        }
        detail.put("scope", token.scope().wireName());
        if (token.projects() != null) {
            detail.put("projects", token.projects());
        }
        if (token.expiresAt() != null) {
            detail.put("expires_at", token.expiresAt().toString());
        }
        events.record(new Event(type, actor, null, List.of(), detail));
    }
}
