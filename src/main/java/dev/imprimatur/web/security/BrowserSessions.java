package dev.imprimatur.web.security;

import dev.imprimatur.account.Accounts;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs browsers in and out, and knows at each request who is signed in. A session is made by a
 * sign-in and by nothing else, so that strangers fill no table.
 */
@Component
public class BrowserSessions implements SecurityContextRepository {

    static final String WHO = "who";

    private static final String PROVIDER = "provider";

    private final ApiTokens apiTokens;
    private final Accounts accounts;
    private final SessionsProperties properties;
    private final CsrfTokens csrf;
    private final FindByIndexNameSessionRepository<? extends Session> kept;
    private final JsonMapper json;
    private final Clock clock;

    BrowserSessions(
            ApiTokens apiTokens,
            Accounts accounts,
            SessionsProperties properties,
            CsrfTokens csrf,
            FindByIndexNameSessionRepository<? extends Session> kept,
            JsonMapper json,
            Clock clock) {
        this.apiTokens = apiTokens;
        this.accounts = accounts;
        this.properties = properties;
        this.csrf = csrf;
        this.kept = kept;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Signs somebody in, in a session of its own. Intent: whatever the browser came with, a session
     * or a token against forged requests, somebody else may have put there; both are new from here
     * on.
     */
    public void begin(
            AccountPrincipal principal, HttpServletRequest request, HttpServletResponse response) {
        end(request);
        HttpSession session = request.getSession(true);
        SignedIn who = SignedIn.of(principal, clock.instant().plus(properties.lifetime()));
        session.setAttribute(WHO, json.writeValueAsString(who));
        session.setAttribute(
                FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, who.principalName());
        csrf.saveToken(null, request, response);
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication(principal)));
    }

    /** The same of somebody who came from an identity provider. */
    void begin(
            AccountPrincipal principal,
            String provider,
            HttpServletRequest request,
            HttpServletResponse response) {
        begin(principal, request, response);
        request.getSession().setAttribute(PROVIDER, provider);
    }

    /** The identity provider with which whoever is signed in did so; empty: with none. */
    public Optional<String> provider(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(PROVIDER) instanceof String id
                ? Optional.of(id)
                : Optional.empty();
    }

    /** Signs whoever is signed in out, if anybody is. */
    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
    }

    /**
     * Signs somebody out of all browsers, this one included; returns how many those were. For a
     * person these are all that are signed in to their account, whatever with; for an API token of
     * the operator's those that it signed in.
     */
    public int endAll(AccountPrincipal principal, HttpServletRequest request) {
        String name = SignedIn.of(principal, clock.instant()).principalName();
        Set<String> all = kept.findByPrincipalName(name).keySet();
        end(request);
        all.forEach(kept::deleteById);
        return all.size();
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Remembered(() -> find(request));
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
        return loadDeferredContext(exchange.getRequest()).get();
    }

    /** Nothing: {@link #begin} keeps who signs in, and no filter does. */
    @Override
    public void saveContext(
            SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(WHO) != null;
    }

    private Optional<AccountPrincipal> find(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(WHO) instanceof String text)) {
            return Optional.empty();
        }
        Optional<AccountPrincipal> found = read(text).flatMap(this::principal);
        if (found.isEmpty()) {
            session.invalidate();
        }
        return found;
    }

    /** Another version beside us may write what we cannot read: sign in again. */
    private Optional<SignedIn> read(String text) {
        try {
            return Optional.of(json.readValue(text, SignedIn.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private Optional<AccountPrincipal> principal(SignedIn who) {
        Instant now = clock.instant();
        if (!now.isBefore(who.until())) {
            return Optional.empty();
        }
        if (who.apiToken() != null) {
            return apiTokens
                    .goodOfId(who.apiToken())
                    .map(ApiToken::caller)
                    .map(caller -> new AccountPrincipal(caller, who.until()));
        }
        Long account = who.account();
        return account == null
                ? Optional.empty()
                : accounts.ofId(account)
                        .map(person -> Caller.person(person, who.administrator(), who.member()))
                        .map(caller -> new AccountPrincipal(caller, who.until()));
    }

    private static Authentication authentication(AccountPrincipal principal) {
        return UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of());
    }

    /** Looked up where it is asked for, and once. */
    private static final class Remembered implements DeferredSecurityContext {

        private final Supplier<Optional<AccountPrincipal>> find;
        private @Nullable SecurityContext context;

        Remembered(Supplier<Optional<AccountPrincipal>> find) {
            this.find = find;
        }

        @Override
        public SecurityContext get() {
            SecurityContext known = context;
            if (known == null) {
                known = new SecurityContextImpl();
                find.get().map(BrowserSessions::authentication).ifPresent(known::setAuthentication);
                context = known;
            }
            return known;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
